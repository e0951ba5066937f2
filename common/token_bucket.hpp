#pragma once

#include "common/clock.hpp"

#include <algorithm>
#include <chrono>

namespace holdfast {

// Lets `burst` through at once and one more every `interval`. A value; its owner passes the time.
class TokenBucket {
public:
    TokenBucket(int burst, std::chrono::milliseconds interval, Timestamp now)
        : burst_(burst), interval_(interval), full_at_(now) {}

    // Takes a token if there is one.
    bool take(Timestamp now) {
        full_at_ = now + owed(now);
        if (retry_after(now) > std::chrono::milliseconds{0}) return false;
        full_at_ += interval_;
        return true;
    }

    // How long until a token is there; 0 when one is.
    std::chrono::milliseconds retry_after(Timestamp now) const {
        return std::max(std::chrono::milliseconds{0}, owed(now) + interval_ - interval_ * burst_);
    }

private:
    // The bucket is a moment in time: how far ahead of now it would be full again. Never further
    // than an empty bucket needs, or a clock that was set back would lock its owner out.
    std::chrono::milliseconds owed(Timestamp now) const {
        return std::clamp<std::chrono::milliseconds>(
            full_at_ - now, std::chrono::milliseconds{0}, interval_ * burst_
        );
    }

    int burst_;
    std::chrono::milliseconds interval_;
    Timestamp full_at_;
};

}  // namespace holdfast
