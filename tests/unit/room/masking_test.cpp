#include "server/room/masking.hpp"

#include <gtest/gtest.h>

namespace holdfast::room {
namespace {

TEST(Masking, HidesEachSpanAndKeepsTheRest) {
    EXPECT_EQ(masked("call 555-1234 now", {{5, 13}}), "call […] now");
    EXPECT_EQ(masked("a b c", {{4, 5}, {0, 1}}), "[…] b […]");
    EXPECT_EQ(masked("nothing", {}), "nothing");
}

TEST(Masking, ShowsNothingOfSpansThatOverlapTouchOrReachPastTheEnd) {
    EXPECT_EQ(masked("abcdef", {{1, 3}, {2, 5}}), "a[…]f");
    EXPECT_EQ(masked("abcdef", {{1, 5}, {2, 3}}), "a[…]f");
    EXPECT_EQ(masked("abcdef", {{4, 99}}), "abcd[…]");
    EXPECT_EQ(masked("abcdef", {{9, 12}}), "abcdef");
    EXPECT_EQ(masked("abcdef", {{0, 6}}), "[…]");
}

}  // namespace
}  // namespace holdfast::room
