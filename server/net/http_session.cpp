#include "server/net/http_session.hpp"

#include "common/log.hpp"
#include "server/net/http_message.hpp"
#include "server/net/static_files.hpp"
#include "server/net/transport.hpp"
#include "server/net/ws_connection.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace holdfast::net {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

// Of an answer's body, how much waits in the outbox at a time.
constexpr std::size_t body_piece = 64 * 1024;

Frame frame_of(std::string_view bytes) {
    char* into = nullptr;
    Frame frame = Frame::raw(bytes.size(), into);
    std::copy(bytes.begin(), bytes.end(), into);
    return frame;
}

std::string lower_case(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

// What the connection is to the listener after its upgrade.
class UpgradedSeat final : public Occupant {
public:
    explicit UpgradedSeat(std::unique_ptr<Seat> seat) : seat_(std::move(seat)) {
        seat_->take(*this);
    }
    void open(std::shared_ptr<Connection> connection) { connection_ = connection; }
    void end(protocol::CloseCode code) override {
        if (const auto connection = connection_.lock()) connection->close(code, "closing");
    }

private:
    std::unique_ptr<Seat> seat_;
    std::weak_ptr<Connection> connection_;
};

// One socket while it speaks HTTP. Alive as long as an operation of it is pending, or the
// application holds its `respond`. One request at a time; pipelined ones wait in the buffer.
class HttpSession final : public Occupant, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(Socket socket, std::unique_ptr<Seat> seat)
        : terms_(seat->hall().terms),
          application_(seat->hall().application),
          transport_(std::make_shared<Transport>(
              std::move(socket),
              terms_->tls,
              Role::server,
              OutboxLimits{limits().max_outbox, limits().max_outbox_age}
          )),
          timer_(transport_->get_executor()),
          seat_(std::move(seat)) {}

    void start() {
        seat_->take(*this);
        watch_deadline();
        // One limit for the TLS handshake and the first request: an upgrade's header in drips
        // does not stretch it.
        allow(limits().handshake);
        transport_->async_handshake([self = shared_from_this()](error_code error) {
            if (error) return self->drop();
            self->read();
        });
    }

    void end(protocol::CloseCode) override {
        is_ending_ = true;
        if (is_idle_) transport_->kill();  // the pending operation ends, and drops the session
    }

private:
    const Limits& limits() const { return terms_->options.limits; }

    void read() {
        is_idle_ = buffer_.size() == 0;
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(limits().max_request_header));
        parser_->body_limit(limits().max_request_body);
        http::async_read(
            *transport_,
            buffer_,
            *parser_,
            [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); }
        );
    }

    void on_read(error_code error) {
        is_idle_ = false;
        if (!seat_) return;
        if (error == http::error::header_limit || error == http::error::buffer_overflow) {
            return refuse(431, "header_too_large", "the request's header is over the limit");
        }
        if (error == http::error::body_limit) {
            return refuse(413, "body_too_large", "the request's body is over the limit");
        }
        if (error && error.category() == make_error_code(http::error::bad_method).category() &&
            error != http::error::end_of_stream && error != http::error::partial_message) {
            return refuse(400, "bad_request", "not an HTTP/1.1 request");
        }
        if (error) return drop();
        if (seat_->number_in() > limits().max_connections) {
            return refuse(503, "too_many_connections", "the server is full; try again later");
        }
        take(parser_->release());
    }

    void take(http::request<http::string_body> message) {
        auto target = parse_target(message.target());
        if (!target) return refuse(400, "bad_request", "the request's target is not a path");

        HttpRequest request;
        request.method = message.method_string();
        request.path = std::move(target->path);
        request.query = std::move(target->query);
        for (const auto& field : message) {
            request.headers.emplace_back(lower_case(field.name_string()), field.value());
        }
        request.body = std::move(message.body());

        is_head_ = message.method() == http::verb::head;
        keeps_alive_ = message.version() == 11 && message.keep_alive();
        allow(limits().idle);
        awaits_answer_ = true;
        try {
            if (request.path == terms_->options.websocket_path) return upgrade(request);
            application_.on_request(
                std::move(request),
                [self = shared_from_this()](HttpResponse response) {
                    self->respond(std::move(response));
                }
            );
        } catch (const std::exception& thrown) {
            log::error("request_threw", {log::Field::note("what", thrown.what())});
            if (awaits_answer_) refuse(500, "internal", "a mistake of the server; it is logged");
        }
    }

    void upgrade(const HttpRequest& request) {
        const std::string& subprotocol = terms_->options.subprotocol;
        if (request.method != "GET" || !has_token(request.header("connection"), "upgrade") ||
            !has_token(request.header("upgrade"), "websocket")) {
            return refuse(426, "upgrade_required", "this path speaks WebSocket only");
        }
        if (request.header("sec-websocket-version") != "13") {
            return refuse(426, "upgrade_required", "WebSocket version 13 only");
        }
        const std::string_view key = request.header("sec-websocket-key");
        // 16 bytes in base64. Bytes behind the request were sent before anything was agreed.
        if (key.size() != 24 || buffer_.size() > 0 || !request.body.empty()) {
            return refuse(400, "bad_request", "not a WebSocket handshake");
        }
        if (!subprotocol.empty() &&
            !has_token(request.header("sec-websocket-protocol"), subprotocol)) {
            return refuse(400, "bad_subprotocol", "speak the subprotocol " + subprotocol);
        }
        auto handler = is_ending_ ? nullptr : application_.on_upgrade(request);
        if (!handler) return refuse(503, "unavailable", "no connections are taken now");
        hand_over(key, std::move(handler));
    }

    void hand_over(std::string_view key, std::unique_ptr<ConnectionHandler> handler) {
        WsOptions options;
        options.subprotocol = terms_->options.subprotocol;
        options.max_frame = limits().max_frame;
        options.handshake = limits().handshake;
        options.idle = limits().idle;
        timer_.cancel();
        auto seat = std::make_shared<UpgradedSeat>(std::move(seat_));
        seat->open(accept_websocket(
            transport_,
            std::move(options),
            key,
            std::move(handler),
            [seat](std::uint16_t, const std::string&) {}
        ));
    }

    // After a request that was not read whole, or that nobody should repeat, the connection ends.
    void refuse(unsigned status, std::string_view code, std::string_view detail) {
        awaits_answer_ = true;
        keeps_alive_ = false;
        HttpResponse response = refusal(status, code, detail);
        if (status == 426) response.headers.emplace_back("Upgrade", "websocket");
        respond(std::move(response));
    }

    void respond(HttpResponse response) {
        if (!seat_ || !std::exchange(awaits_answer_, false)) return;
        add_security_headers(response, transport_->is_secure());
        const bool has_cache_rule = std::ranges::any_of(response.headers, [](const auto& field) {
            return field.first == "Cache-Control";
        });
        if (!has_cache_rule) response.headers.emplace_back("Cache-Control", "no-store");
        if (is_ending_) keeps_alive_ = false;
        const auto after = keeps_alive_ ? AfterAnswer::keep_open : AfterAnswer::close;
        transport_->push_unbounded(frame_of(response_head(response, after)));
        const bool has_body = !is_head_ && response.status != 204 && response.status != 304;
        send_body(has_body ? std::move(response.body) : nullptr, 0);
    }

    // A piece at a time, as fast as the peer takes them.
    void send_body(std::shared_ptr<const std::string> body, std::size_t from) {
        const std::string_view rest = body ? std::string_view(*body).substr(from) : "";
        const std::string_view piece = rest.substr(0, body_piece);
        if (!piece.empty()) transport_->push_unbounded(frame_of(piece));
        const std::size_t next = from + piece.size();
        const bool is_last = piece.size() == rest.size();
        transport_->when_drained([self = shared_from_this(), body, next, is_last] {
            if (!self->seat_) return;
            self->allow(self->limits().idle);
            if (!is_last) return self->send_body(body, next);
            self->after_answer();
        });
    }

    void after_answer() {
        is_head_ = false;
        if (keeps_alive_ && !is_ending_) return read();
        transport_->shut_down([self = shared_from_this()] { self->drop(); });
    }

    void allow(std::chrono::milliseconds time) {
        deadline_ = std::chrono::steady_clock::now() + time;
        if (timer_.expiry() > deadline_) timer_.cancel();
    }

    // A deadline that moves back costs nothing: the timer looks again when it fires.
    void watch_deadline() {
        timer_.expires_at(deadline_);
        timer_.async_wait([self = shared_from_this()](error_code) {
            if (!self->seat_) return;
            if (std::chrono::steady_clock::now() >= self->deadline_) return self->drop();
            self->watch_deadline();
        });
    }

    // The end of every session but an upgraded one.
    void drop() {
        seat_.reset();
        timer_.cancel();
        transport_->kill();
    }

    const std::shared_ptr<Terms> terms_;
    Application& application_;
    const std::shared_ptr<Transport> transport_;
    Timer timer_;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
    std::unique_ptr<Seat> seat_;  // null once over, or handed to the WebSocket
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    bool is_idle_ = true;         // no request has begun
    bool is_ending_ = false;      // no further request
    bool awaits_answer_ = false;  // of the application
    bool keeps_alive_ = false;
    bool is_head_ = false;
};

}  // namespace

void serve(Socket socket, std::unique_ptr<Seat> seat) {
    std::make_shared<HttpSession>(std::move(socket), std::move(seat))->start();
}

}  // namespace holdfast::net
