#pragma once

#include "server/bus/bus.hpp"
#include "server/bus/redis_client.hpp"
#include "server/bus/redis_options.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

namespace holdfast::bus {

// A node's way to the other nodes: two connections to Redis (one that publishes, one that
// subscribes, which in Redis cannot do anything else), kept up together: when one ends, both are
// made anew and the topics are subscribed again. The state belongs to the thread of `context`;
// public functions may be called on any thread and only post to it.
class RedisLink : public std::enable_shared_from_this<RedisLink> {
public:
    RedisLink(boost::asio::io_context& context, RedisOptions options, std::string node);

    void start();
    // From the return of this call on the sink hears nothing.
    void stop();

    // Hears the other nodes, on the thread of `context`.
    void set_sink(Bus::Sink sink);

    void publish(const Delivery& delivery);
    void follow(const std::string& topic);
    void unfollow(const std::string& topic);

    bool is_connected() const { return is_connected_.load(std::memory_order_relaxed); }
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    void connect();
    void on_subscriber_opened();
    void check_connected();
    void on_ended(const std::string& reason);
    void close();

    void ping();
    void send(const Delivery& delivery, std::size_t size);
    void on_message(std::string_view channel, std::string_view bytes);
    void finish(std::size_t size, bool was_told);
    std::string channel_of(std::string_view topic) const {
        return options_.prefix + std::string(topic);
    }

    boost::asio::io_context& context_;
    const RedisOptions options_;
    const std::string node_;
    // An own channel that nobody publishes to: subscribing to it asks whether the server is there.
    const std::string heartbeat_;

    std::shared_ptr<RedisClient> publisher_;
    std::shared_ptr<RedisClient> subscriber_;
    bool is_publisher_open_ = false;
    bool is_subscriber_open_ = false;
    bool are_topics_subscribed_ = false;  // all that were followed when it opened
    bool is_stopped_ = false;
    unsigned attempts_ = 0;    // since a connection was complete
    std::string last_reason_;  // logged once, not with every attempt
    std::map<std::string, unsigned, std::less<>> follows_;
    boost::asio::steady_timer retry_;
    boost::asio::steady_timer ping_;
    std::minstd_rand random_{std::random_device{}()};

    // Held while the sink hears a message from Redis, so that stop() can wait for it. The members
    // of this node are served without it.
    std::mutex sink_mutex_;
    Bus::Sink sink_;

    std::atomic<bool> is_connected_ = false;
    std::atomic<std::size_t> unanswered_bytes_ = 0;
    std::atomic<std::uint64_t> dropped_ = 0;
};

}  // namespace holdfast::bus
