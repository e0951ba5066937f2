#pragma once

#include "server/net/asio.hpp"
#include "server/net/completion.hpp"
#include "server/net/flush_list.hpp"
#include "server/net/outbox.hpp"
#include "server/net/tls_channel.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace holdfast::net {

struct OutboxLimits {
    std::size_t bytes = 256 * 1024;
    // How long a peer may leave the front of the queue untouched while more is pushed.
    std::chrono::milliseconds age{std::chrono::seconds{15}};
};

// The one layer under HTTP and under websocket::stream: a socket, plain or TLS, and the outbox.
// All that leaves goes through the outbox, so that a frame pushed here never cuts into what Beast
// itself writes. Reading is Beast's; sending is never an operation: push() queues and marks, the
// shard's FlushList sends once a tick, and only a full socket is ever waited for.
//
// Owned by the connection that speaks on it; on the shard's thread alone. What it calls, it calls
// from a posted handler: push() and flush() run nobody's code, so a push can destroy nothing.
class Transport : public std::enable_shared_from_this<Transport> {
public:
    using executor_type = Executor;

    // Plain where `tls` is null.
    Transport(Socket, const TlsContext& tls, Role, OutboxLimits);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    ~Transport();

    Executor get_executor() noexcept { return socket_.get_executor(); }
    bool is_secure() const { return tls_.has_value(); }

    // Client: connects the socket. void(error_code)
    template <class Token>
    auto async_connect(const tcp::endpoint& endpoint, Token&& token) {
        return socket_.async_connect(endpoint, std::forward<Token>(token));
    }

    // The first operation on a connected socket: the TLS handshake, where there is one.
    // void(error_code)
    template <class Token>
    auto async_handshake(Token&& token) {
        return asio::async_initiate<Token, void(error_code)>(
            [this](auto handler) { start(Completion<error_code>(std::move(handler))); }, token
        );
    }

    // AsyncReadStream. Fills the first buffer of the sequence.
    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, asio::mutable_buffer into) {
                read(into, Transferred(std::move(handler)));
            },
            token,
            asio::mutable_buffer(*asio::buffer_sequence_begin(buffers))
        );
    }

    // AsyncWriteStream, for Beast's own bytes (handshake, pong, close): they join the queue whole
    // and count as written.
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& from) {
                char* into = nullptr;
                const std::size_t size = asio::buffer_size(from);
                Frame frame = Frame::raw(size, into);
                asio::buffer_copy(asio::buffer(into, size), from);
                write(std::move(frame), Transferred(std::move(handler)));
            },
            token,
            buffers
        );
    }

    // Queues a frame for the next flush. False: the outbox is full or too old; the frame is not
    // taken, and the caller closes the connection.
    [[nodiscard]] bool push(Frame);
    // Queues what its caller bounds by itself (a piece of an HTTP answer, then when_drained()).
    void push_unbounded(Frame);
    // Makes room for a last word: forgets what is queued, less what the wire has begun.
    void drop_unsent();
    // Calls once the outbox is empty or the connection lost.
    void when_drained(std::function<void()>);

    // Sends what is queued, ends our side, waits for the peer's end, closes. Bounded by `linger`.
    void shut_down(std::function<void()> done);
    // Closes at once; pending operations end with an error.
    void kill();

private:
    friend class FlushList;
    using Transferred = Completion<error_code, std::size_t>;

    static constexpr std::chrono::seconds linger{2};

    void start(Completion<error_code>);
    void handshake(Completion<error_code>);
    void read(asio::mutable_buffer, Transferred);
    void read_tls(asio::mutable_buffer, Transferred);
    void write(Frame, Transferred);

    void enqueue(Frame);
    bool has_room_for(std::size_t cost) const;
    void flush();
    Step send_some();
    void wait_until_writable();
    void lose();
    void tell_drained();

    void end_our_side();
    void discard_until_end();
    void close_now();

    Socket socket_;
    std::optional<TlsChannel> tls_;
    FlushList& flush_list_;
    const OutboxLimits limits_;
    Outbox outbox_;
    // Bytes of the outbox's front that OpenSSL has taken into a record the socket did not take yet.
    std::size_t promised_ = 0;
    std::chrono::steady_clock::time_point blocked_since_{};
    bool is_dirty_ = false;    // in the flush list
    bool is_blocked_ = false;  // the socket is full: a wait for it is pending
    bool is_lost_ = false;     // nothing can be sent any more
    bool is_shutting_down_ = false;
    // Events that others wait for. What waits owns the connection, and so this transport: it is
    // kept by the pending operation of a timer, never by a member, which would close a circle.
    std::unique_ptr<Timer> drained_;
    std::unique_ptr<Timer> closed_;
};

}  // namespace holdfast::net
