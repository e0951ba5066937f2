#pragma once

#include "server/bus/bus.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace holdfast::bus {

using namespace std::chrono_literals;

// Longer than anything here takes on a busy machine: a test that runs into it has failed.
inline constexpr auto patience = 20s;

inline Delivery delivery(std::string topic, std::uint64_t seq, std::string payload) {
    return {std::move(topic), seq, std::make_shared<const std::string>(std::move(payload))};
}

// Whether `condition` comes true in time: for what another thread or process brings about.
inline bool eventually(
    const std::function<bool()>& condition, std::chrono::milliseconds within = patience
) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

// A sink that remembers. Any thread.
class Ear {
public:
    void hear(const Delivery& delivery) {
        const std::lock_guard lock(mutex_);
        heard_.push_back(delivery);
        changed_.notify_all();
    }
    std::vector<Delivery> heard() const {
        const std::lock_guard lock(mutex_);
        return heard_;
    }
    std::vector<Delivery> heard_on(const std::string& topic) const {
        std::vector<Delivery> found;
        for (const Delivery& one : heard()) {
            if (one.topic == topic) found.push_back(one);
        }
        return found;
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        heard_.clear();
    }
    bool await_count(std::size_t count, std::chrono::milliseconds within = patience) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, within, [&] { return heard_.size() >= count; });
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Delivery> heard_;
};

// A node as its bus sees it: a thread with a loop, a bus on it, and someone who listens.
class Node {
public:
    using MakeBus = std::function<std::unique_ptr<Bus>(boost::asio::io_context&)>;

    explicit Node(const MakeBus& make_bus) : bus_(make_bus(context_)) {
        bus_->set_sink([this](const Delivery& one) { ear_.hear(one); });
        thread_ = std::thread([this] { context_.run(); });
    }
    ~Node() {
        bus_.reset();
        context_.stop();
        thread_.join();
    }
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    Bus& bus() { return *bus_; }
    Ear& ear() { return ear_; }

private:
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        context_.get_executor()
    };
    Ear ear_;
    std::unique_ptr<Bus> bus_;
    std::thread thread_;
};

// Returns once what `from` publishes on `topic` reaches `to`, and clears away what that took.
inline bool await_route(Node& from, Node& to, const std::string& topic) {
    // A second set of ears that only the probes speak to: they carry a payload of their own.
    const auto probe = std::make_shared<const std::string>("probe");
    const bool arrived = eventually([&] {
        from.bus().publish({topic, 0, probe});
        return !to.ear().heard_on(topic).empty();
    });
    // Probes come in order, so the last one has all others before it.
    const auto last = std::make_shared<const std::string>("last probe");
    from.bus().publish({topic, 0, last});
    const bool settled = eventually([&] {
        const auto heard = to.ear().heard_on(topic);
        return !heard.empty() && *heard.back().payload == *last;
    });
    to.ear().forget();
    from.ear().forget();
    return arrived && settled;
}

}  // namespace holdfast::bus
