#include "server/net/transport.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace holdfast::net {

namespace {

// Room for Beast's own small frames beyond the limit: a pong must not be what closes a connection
// that is merely slow.
constexpr std::size_t control_headroom = 4096;
constexpr std::size_t pieces_per_send = 64;
// The most that fits in one TLS record.
constexpr std::size_t record_size = 16 * 1024;

}  // namespace

Transport::Transport(Socket socket, const TlsContext& tls, Role role, OutboxLimits limits)
    : socket_(std::move(socket)),
      flush_list_(FlushList::of(socket_.get_executor().context())),
      limits_(limits) {
    if (tls) tls_.emplace(tls, socket_, role);
}

Transport::~Transport() {
    if (is_dirty_) flush_list_.leave(*this);
}

void Transport::start(Completion<error_code> done) {
    // The outbox gathers already; Nagle's wait would only be added to it.
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    handshake(std::move(done));
}

void Transport::handshake(Completion<error_code> done) {
    const Step step = tls_ ? tls_->handshake() : Step{Progress::done};
    const bool is_waiting =
        step.progress == Progress::needs_readable || step.progress == Progress::needs_writable;
    if (!is_waiting) {
        const error_code error = step.progress == Progress::done
                                     ? error_code{}
                                     : error_code(asio::error::connection_aborted);
        asio::post(get_executor(), [done = std::move(done), error]() mutable { done(error); });
        return;
    }
    const auto readiness =
        step.progress == Progress::needs_readable ? Socket::wait_read : Socket::wait_write;
    socket_.async_wait(readiness, [this, done = std::move(done)](error_code error) mutable {
        if (error) return done(error);
        handshake(std::move(done));
    });
}

void Transport::read(asio::mutable_buffer into, Transferred done) {
    if (tls_) return read_tls(into, std::move(done));
    socket_.async_read_some(
        into,
        [done = std::move(done)](error_code error, std::size_t size) mutable { done(error, size); }
    );
}

void Transport::read_tls(asio::mutable_buffer into, Transferred done) {
    const Step step = tls_->read({static_cast<char*>(into.data()), into.size()});
    if (step.progress == Progress::needs_readable || step.progress == Progress::needs_writable) {
        const auto readiness =
            step.progress == Progress::needs_readable ? Socket::wait_read : Socket::wait_write;
        socket_.async_wait(
            readiness,
            [this, into, done = std::move(done)](error_code error) mutable {
                if (error) return done(error, 0);
                read_tls(into, std::move(done));
            }
        );
        return;
    }
    error_code error;
    if (step.progress == Progress::ended) error = asio::error::eof;
    if (step.progress == Progress::failed) error = asio::error::connection_reset;
    asio::post(get_executor(), [done = std::move(done), error, size = step.bytes]() mutable {
        done(error, size);
    });
}

void Transport::write(Frame frame, Transferred done) {
    const std::size_t size = frame.bytes().size();
    error_code error;
    if (is_lost_) {
        error = asio::error::broken_pipe;
    } else if (outbox_.cost() > limits_.bytes + control_headroom) {
        // A peer that asks for pongs and never reads them.
        error = asio::error::no_buffer_space;
    } else {
        enqueue(std::move(frame));
    }
    asio::post(get_executor(), [done = std::move(done), error, size]() mutable {
        done(error, error ? 0 : size);
    });
}

bool Transport::push(Frame frame) {
    if (is_lost_) return true;  // the reader is about to hear of it
    if (!has_room_for(Outbox::cost_of(frame))) return false;
    enqueue(std::move(frame));
    return true;
}

void Transport::push_unbounded(Frame frame) {
    if (!is_lost_) enqueue(std::move(frame));
}

bool Transport::has_room_for(std::size_t cost) const {
    if (outbox_.cost() + cost > limits_.bytes) return false;
    // The clock is read for blocked peers only.
    return !is_blocked_ || std::chrono::steady_clock::now() - blocked_since_ <= limits_.age;
}

void Transport::enqueue(Frame frame) {
    outbox_.push(std::move(frame));
    if (is_blocked_ || is_dirty_) return;
    is_dirty_ = true;
    flush_list_.enter(*this);
}

void Transport::drop_unsent() {
    outbox_.drop_unstarted(promised_);
}

void Transport::when_drained(std::function<void()> call) {
    if (outbox_.is_empty() || is_lost_) return asio::post(get_executor(), std::move(call));
    if (!drained_) drained_ = std::make_unique<Timer>(get_executor(), Timer::time_point::max());
    drained_->async_wait([call = std::move(call)](error_code) { call(); });
}

void Transport::flush() {
    is_dirty_ = false;
    while (!outbox_.is_empty() && !is_lost_) {
        const Step step = send_some();
        if (step.progress == Progress::needs_writable) return wait_until_writable();
        if (step.progress != Progress::done) return lose();
        outbox_.consume(step.bytes);
    }
    tell_drained();
}

// One system call, or one TLS record, for as much of the outbox as it takes.
Step Transport::send_some() {
    if (tls_) {
        // Shared by all connections of the thread: it is used up before the call returns.
        static thread_local std::array<char, record_size> record;
        const std::size_t size = outbox_.copy(record);
        const Step step = tls_->write({record.data(), size});
        // OpenSSL may have encrypted all it was shown: those bytes are under way.
        promised_ = step.progress == Progress::needs_writable ? std::max(promised_, size) : 0;
        return step;
    }
    std::array<iovec, pieces_per_send> pieces;
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = outbox_.gather(pieces);
    const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) return {Progress::done, static_cast<std::size_t>(sent)};
    if (errno == EINTR) return {Progress::done, 0};
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Progress::needs_writable};
    return {Progress::failed};
}

void Transport::wait_until_writable() {
    is_blocked_ = true;
    blocked_since_ = std::chrono::steady_clock::now();
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code error) {
        self->is_blocked_ = false;
        if (error) return self->lose();
        self->flush();
    });
}

void Transport::lose() {
    is_lost_ = true;
    outbox_ = {};
    promised_ = 0;
    // The pending read ends, and whoever reads learns that the connection is over.
    error_code ignored;
    socket_.shutdown(Socket::shutdown_both, ignored);
    tell_drained();
}

void Transport::tell_drained() {
    if (drained_) drained_->cancel();
}

void Transport::shut_down(std::function<void()> done) {
    is_shutting_down_ = true;
    // Ends by its time or, when close_now() cancels it, before.
    closed_ = std::make_unique<Timer>(get_executor(), linger);
    closed_->async_wait([self = shared_from_this(), done = std::move(done)](error_code) {
        self->is_shutting_down_ = false;
        self->kill();
        done();
    });
    when_drained([self = shared_from_this()] { self->end_our_side(); });
}

void Transport::end_our_side() {
    if (!is_shutting_down_) return;
    if (is_lost_) return close_now();
    if (tls_) tls_->close_notify();
    error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    if (error) return close_now();
    discard_until_end();
}

// Closing with bytes unread would send a reset, which can overtake our last words.
void Transport::discard_until_end() {
    std::array<char, 2048> rest;
    for (int turn = 0; turn < 16; ++turn) {
        const auto got = ::recv(socket_.native_handle(), rest.data(), rest.size(), MSG_DONTWAIT);
        if (got > 0) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        return close_now();
    }
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
        if (!self->is_shutting_down_) return;
        if (error) return self->close_now();
        self->discard_until_end();
    });
}

void Transport::close_now() {
    closed_->cancel();
}

void Transport::kill() {
    is_lost_ = true;
    outbox_ = {};
    promised_ = 0;
    error_code ignored;
    socket_.close(ignored);
    tell_drained();
}

}  // namespace holdfast::net
