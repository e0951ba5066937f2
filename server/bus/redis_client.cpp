#include "server/bus/redis_client.hpp"

#include <boost/asio/post.hpp>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>

#include <exception>
#include <sys/un.h>
#include <utility>
#include <vector>

namespace holdfast::bus {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::string_view view(const redisReply& reply) {
    return reply.str ? std::string_view(reply.str, static_cast<std::size_t>(reply.len))
                     : std::string_view();
}

bool is_message(const redisReply& reply) {
    return reply.type == REDIS_REPLY_ARRAY && reply.elements == 3 &&
           view(*reply.element[0]) == "message";
}

}  // namespace

std::shared_ptr<RedisClient> RedisClient::open(
    asio::io_context& context, RedisOptions options, unsigned attempt, Events events
) {
    std::shared_ptr<RedisClient> client(
        new RedisClient(context, std::move(options), std::move(events))
    );
    client->start(attempt);
    return client;
}

RedisClient::RedisClient(asio::io_context& context, RedisOptions options, Events events)
    : options_(std::move(options)),
      events_(std::move(events)),
      resolver_(context),
      descriptor_(context),
      deadline_(context) {}

RedisClient::~RedisClient() {
    // Only when the context went down with this connection open: nobody is left to be told.
    is_ended_ = true;
    if (redis_) redisAsyncFree(redis_);
}

// ---- connecting ----

void RedisClient::start(unsigned attempt) {
    if (options_.unix_socket.empty()) return look_up(attempt);
    // hiredis cuts a longer path and leaves it without its terminator.
    if (options_.unix_socket.size() >= sizeof(sockaddr_un::sun_path)) {
        return end("the path of the socket is too long");
    }
    attach(redisAsyncConnectUnix(options_.unix_socket.c_str()));
}

// hiredis would look the name up itself, and block this thread for as long as DNS takes.
void RedisClient::look_up(unsigned attempt) {
    using asio::ip::tcp;
    expect({});
    resolver_.async_resolve(
        options_.host,
        std::to_string(options_.port),
        [self = shared_from_this(), attempt](error_code error, tcp::resolver::results_type found) {
            if (self->is_ended_) return;
            self->waiting_.pop_front();
            if (error) return self->end("cannot look up its host: " + error.message());
            const auto chosen =
                std::next(found.begin(), static_cast<std::ptrdiff_t>(attempt % found.size()));
            const tcp::endpoint address = chosen->endpoint();
            self->attach(redisAsyncConnect(address.address().to_string().c_str(), address.port()));
        }
    );
}

void RedisClient::attach(redisAsyncContext* connecting) {
    if (!connecting) return end("out of memory");
    if (connecting->err) {
        const std::string reason = connecting->errstr;
        redisAsyncFree(connecting);
        return end(reason);
    }
    redis_ = connecting;
    descriptor_.assign(redis_->c.fd);
    redis_->ev.data = this;
    redis_->ev.addRead = [](void* client) {
        static_cast<RedisClient*>(client)->wants_read_ = true;
        static_cast<RedisClient*>(client)->wait_readable();
    };
    redis_->ev.delRead = [](void* client) {
        static_cast<RedisClient*>(client)->wants_read_ = false;
    };
    redis_->ev.addWrite = [](void* client) {
        static_cast<RedisClient*>(client)->wants_write_ = true;
        static_cast<RedisClient*>(client)->wait_writable();
    };
    redis_->ev.delWrite = [](void* client) {
        static_cast<RedisClient*>(client)->wants_write_ = false;
    };
    redis_->ev.cleanup = on_cleanup;
    sign_in();
}

void RedisClient::sign_in() {
    // The first answer tells that the server is there, lets us in, and has loaded its data.
    Answered signed_in = [weak = weak_from_this()](const Result<void>& result) {
        const std::shared_ptr<RedisClient> self = weak.lock();
        if (!self || self->is_ended_) return;
        if (result.has_error()) return self->end(result.error().detail);
        self->events_.opened();
    };
    if (options_.password.empty()) {
        call({"PING"}, std::move(signed_in));
    } else {
        call({"AUTH", options_.password}, std::move(signed_in));
    }
}

// ---- the end ----

void RedisClient::close() {
    is_closed_by_owner_ = true;
    end("closed");
}

void RedisClient::end(std::string reason) {
    if (is_ended_) return;
    is_ended_ = true;
    deadline_.cancel();
    resolver_.cancel();
    // Inside a callback hiredis only makes a note, and frees when the callback has returned.
    if (redis_) redisAsyncFree(redis_);
    fail_waiting(reason);
    asio::post(deadline_.get_executor(), [self = shared_from_this(), reason] {
        if (!self->is_closed_by_owner_) self->events_.ended(reason);
    });
}

void RedisClient::fail_waiting(const std::string& reason) {
    asio::post(deadline_.get_executor(), [waiting = std::exchange(waiting_, {}), reason] {
        for (const Waiting& call : waiting) {
            if (call.answered) call.answered(Error{Errc::bus_unavailable, reason});
        }
    });
}

// However a connection ends, hiredis comes here just before it closes the socket and frees itself.
void RedisClient::on_cleanup(void* data) {
    RedisClient& client = *static_cast<RedisClient*>(data);
    const std::string reason =
        client.redis_->c.err ? client.redis_->c.errstr : "the connection was closed";
    client.redis_ = nullptr;
    // Without this Asio would close the socket a second time, perhaps another one by then.
    client.descriptor_.release();
    client.end(reason);
}

// ---- calls and answers ----

void RedisClient::call(std::initializer_list<std::string_view> arguments, Answered answered) {
    send(arguments, std::move(answered));
}

void RedisClient::subscribe(std::string_view channel, Answered answered) {
    send({"SUBSCRIBE", channel}, std::move(answered));
}

void RedisClient::unsubscribe(std::string_view channel) {
    send({"UNSUBSCRIBE", channel}, {});
}

void RedisClient::send(std::initializer_list<std::string_view> arguments, Answered answered) {
    expect(std::move(answered));
    if (is_ended_ || !redis_) return fail_waiting("not connected");
    std::vector<const char*> words;
    std::vector<std::size_t> sizes;
    for (const std::string_view argument : arguments) {
        words.push_back(argument.data());
        sizes.push_back(argument.size());
    }
    const int sent = redisAsyncCommandArgv(
        redis_, on_reply, this, static_cast<int>(words.size()), words.data(), sizes.data()
    );
    if (sent != REDIS_OK) end("refused to send");
}

void RedisClient::expect(Answered answered) {
    waiting_.push_back({std::chrono::steady_clock::now() + options_.deadline, std::move(answered)});
    wait_deadline();
}

void RedisClient::answer(const Result<void>& result) {
    if (waiting_.empty()) return;
    const Waiting call = std::move(waiting_.front());
    waiting_.pop_front();
    if (call.answered) call.answered(result);
}

// No reply: the connection is ending, and end() answers everyone who waits.
void RedisClient::on_reply(redisAsyncContext*, void* reply, void* data) noexcept {
    RedisClient& client = *static_cast<RedisClient*>(data);
    if (!reply || client.is_ended_) return;
    try {
        client.take(*static_cast<redisReply*>(reply));
    } catch (const std::exception& error) {
        // Must not unwind through C. It costs this connection only.
        client.end(error.what());
    }
}

void RedisClient::take(const redisReply& reply) {
    if (is_message(reply)) {
        events_.message(view(*reply.element[1]), view(*reply.element[2]));
    } else if (reply.type == REDIS_REPLY_ERROR) {
        answer(Error{Errc::bus_unavailable, std::string(view(reply))});
    } else {
        answer({});
    }
}

// ---- waiting ----

void RedisClient::wait_readable() {
    if (waits_readable_ || !wants_read_) return;
    waits_readable_ = true;
    descriptor_.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [self = shared_from_this()](error_code error) {
            self->waits_readable_ = false;
            if (error || !self->redis_) return;
            redisAsyncHandleRead(self->redis_);
            if (self->redis_) self->wait_readable();
        }
    );
}

void RedisClient::wait_writable() {
    if (waits_writable_ || !wants_write_) return;
    waits_writable_ = true;
    descriptor_.async_wait(
        asio::posix::stream_descriptor::wait_write,
        [self = shared_from_this()](error_code error) {
            self->waits_writable_ = false;
            if (error || !self->redis_) return;
            redisAsyncHandleWrite(self->redis_);
            if (self->redis_) self->wait_writable();
        }
    );
}

void RedisClient::wait_deadline() {
    if (waits_deadline_ || waiting_.empty() || is_ended_) return;
    waits_deadline_ = true;
    deadline_.expires_at(waiting_.front().due);
    deadline_.async_wait([self = shared_from_this()](error_code) {
        self->waits_deadline_ = false;
        self->check_deadline();
    });
}

void RedisClient::check_deadline() {
    // This thread may be the late one: what has arrived by now counts.
    if (is_overdue() && redis_) redisAsyncHandleRead(redis_);
    if (is_overdue()) {
        return end("no answer within " + std::to_string(options_.deadline.count()) + " ms");
    }
    wait_deadline();
}

bool RedisClient::is_overdue() const {
    return !is_ended_ && !waiting_.empty() &&
           waiting_.front().due <= std::chrono::steady_clock::now();
}

}  // namespace holdfast::bus
