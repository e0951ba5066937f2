#include "server/bus/backoff.hpp"

#include <gtest/gtest.h>

namespace holdfast::bus {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, DoublesUpToTenTimesTheFirst) {
    EXPECT_EQ(backoff(1, 200ms, 0), 200ms);
    EXPECT_EQ(backoff(2, 200ms, 0), 400ms);
    EXPECT_EQ(backoff(3, 200ms, 0), 800ms);
    EXPECT_EQ(backoff(4, 200ms, 0), 1600ms);
    EXPECT_EQ(backoff(5, 200ms, 0), 2000ms);
    EXPECT_EQ(backoff(4'000'000'000, 200ms, 0), 2000ms);
}

TEST(Backoff, SpreadsTheNodesOverTheLaterHalf) {
    EXPECT_EQ(backoff(1, 200ms, 0.5), 150ms);
    EXPECT_EQ(backoff(1, 200ms, 0.999), 100ms);
    EXPECT_EQ(backoff(9, 200ms, 0.5), 1500ms);
}

TEST(Backoff, TakesNoFailureForTheFirst) {
    EXPECT_EQ(backoff(0, 200ms, 0), 200ms);
}

}  // namespace
}  // namespace holdfast::bus
