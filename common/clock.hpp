#pragma once

#include <atomic>
#include <chrono>

namespace holdfast {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// The time of day. Read at the edge (a session, a desk) and passed inwards as a Timestamp.
// Called on any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

// Stands still until told: for tests.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = Timestamp{std::chrono::hours{24 * 365 * 56}})
        : now_(start.time_since_epoch().count()) {}

    Timestamp now() const override {
        return Timestamp{std::chrono::milliseconds{now_.load(std::memory_order_relaxed)}};
    }
    void advance(std::chrono::milliseconds by) { now_.fetch_add(by.count()); }

private:
    std::atomic<std::chrono::milliseconds::rep> now_;
};

}  // namespace holdfast
