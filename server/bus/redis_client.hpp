#pragma once

#include "common/error.hpp"
#include "server/bus/redis_options.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

struct redisAsyncContext;
struct redisReply;

namespace holdfast::bus {

// One connection to a Redis server, from the first attempt to its end; to reconnect, make another.
// hiredis speaks the protocol, Asio waits for the socket. Everything here, and every callback, runs
// on the thread of `context`. Every call is answered within the deadline, or the connection ends.
// It keeps itself alive until it has ended, so its owner must close() it.
class RedisClient : public std::enable_shared_from_this<RedisClient> {
public:
    // Never called from inside open() or close().
    struct Events {
        std::function<void()> opened;  // signed in; calls may be made from now on
        std::function<void(std::string_view channel, std::string_view payload)> message;
        std::function<void(const std::string& reason)> ended;  // once, unless closed by its owner
    };
    using Answered = std::function<void(const Result<void>&)>;

    // A host with several addresses is tried at one of them: the next one with each `attempt`.
    static std::shared_ptr<RedisClient> open(
        boost::asio::io_context& context, RedisOptions options, unsigned attempt, Events events
    );
    ~RedisClient();
    RedisClient(const RedisClient&) = delete;
    RedisClient& operator=(const RedisClient&) = delete;

    // Any command but those of pub/sub. Not on a connection that subscribes: hiredis 0.14 leaves
    // such calls without an answer. Arguments may hold any bytes.
    void call(std::initializer_list<std::string_view> arguments, Answered answered = {});

    // Subscribing again is harmless and answered again, which makes it this connection's ping.
    void subscribe(std::string_view channel, Answered answered = {});
    void unsubscribe(std::string_view channel);

    // Ends the connection without a word to its owner; calls that wait are answered with an error.
    void close();

private:
    struct Waiting {
        std::chrono::steady_clock::time_point due;
        Answered answered;
    };

    RedisClient(boost::asio::io_context& context, RedisOptions options, Events events);

    void start(unsigned attempt);
    void look_up(unsigned attempt);
    void attach(redisAsyncContext* connecting);
    void sign_in();
    void end(std::string reason);
    void fail_waiting(const std::string& reason);

    void send(std::initializer_list<std::string_view> arguments, Answered answered);
    void expect(Answered answered);
    void answer(const Result<void>& result);
    void take(const redisReply& reply);

    void wait_readable();
    void wait_writable();
    void wait_deadline();
    void check_deadline();
    bool is_overdue() const;

    // Called by hiredis.
    static void on_reply(redisAsyncContext* redis, void* reply, void* client) noexcept;
    static void on_cleanup(void* client);

    RedisOptions options_;
    Events events_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::posix::stream_descriptor descriptor_;  // watches the socket; hiredis owns it
    boost::asio::steady_timer deadline_;
    redisAsyncContext* redis_ = nullptr;
    std::deque<Waiting> waiting_;  // Redis answers in the order of the calls
    bool wants_read_ = false;      // what hiredis asked to be told
    bool wants_write_ = false;
    bool waits_readable_ = false;  // what Asio is waiting for
    bool waits_writable_ = false;
    bool waits_deadline_ = false;
    bool is_ended_ = false;
    bool is_closed_by_owner_ = false;
};

}  // namespace holdfast::bus
