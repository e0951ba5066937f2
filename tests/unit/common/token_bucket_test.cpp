#include "common/token_bucket.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp start{1'000'000ms};

TEST(TokenBucket, LetsABurstThroughAndThenOneEachInterval) {
    TokenBucket bucket(3, 1s, start);

    EXPECT_TRUE(bucket.take(start));
    EXPECT_TRUE(bucket.take(start));
    EXPECT_TRUE(bucket.take(start));
    EXPECT_FALSE(bucket.take(start));
    EXPECT_FALSE(bucket.take(start + 999ms));
    EXPECT_TRUE(bucket.take(start + 1s));
    EXPECT_FALSE(bucket.take(start + 1s));
}

TEST(TokenBucket, SaysHowLongToWait) {
    TokenBucket bucket(1, 500ms, start);
    EXPECT_EQ(bucket.retry_after(start), 0ms);

    ASSERT_TRUE(bucket.take(start));

    EXPECT_EQ(bucket.retry_after(start), 500ms);
    EXPECT_EQ(bucket.retry_after(start + 200ms), 300ms);
    EXPECT_EQ(bucket.retry_after(start + 500ms), 0ms);
}

TEST(TokenBucket, FillsUpToItsBurstAndNoFurther) {
    TokenBucket bucket(2, 1s, start);
    ASSERT_TRUE(bucket.take(start));

    const Timestamp later = start + 24h;

    EXPECT_TRUE(bucket.take(later));
    EXPECT_TRUE(bucket.take(later));
    EXPECT_FALSE(bucket.take(later));
}

TEST(TokenBucket, AsksNothingForARefusal) {
    TokenBucket bucket(1, 1s, start);
    ASSERT_TRUE(bucket.take(start));

    for (int times = 0; times < 100; ++times)
        EXPECT_FALSE(bucket.take(start + 10ms));

    EXPECT_TRUE(bucket.take(start + 1s));
}

// A clock set back by an hour once locked its owner out for that hour.
TEST(TokenBucket, AsksForOneIntervalAtMostWhenTheClockGoesBack) {
    TokenBucket bucket(2, 1s, start);
    ASSERT_TRUE(bucket.take(start));
    const Timestamp set_back = start - 1h;

    EXPECT_FALSE(bucket.take(set_back));
    EXPECT_EQ(bucket.retry_after(set_back), 1s);
    EXPECT_TRUE(bucket.take(set_back + 1s));
    EXPECT_FALSE(bucket.take(set_back + 1s));
    EXPECT_TRUE(bucket.take(set_back + 2s));
}

}  // namespace
}  // namespace holdfast
