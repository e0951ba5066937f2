#include "server/net/ws_connection.hpp"

#include "common/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <optional>

namespace holdfast::net {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

// How Beast ends our transport: found by argument-dependent lookup from inside websocket::stream.
template <class TeardownHandler>
void async_teardown(beast::role_type, Transport& transport, TeardownHandler&& handler) {
    Completion<error_code> done(std::forward<TeardownHandler>(handler));
    auto shared = std::make_shared<Completion<error_code>>(std::move(done));
    transport.shut_down([shared] { (*shared)(error_code{}); });
}

void beast_close_socket(Transport& transport) {
    transport.kill();
}

namespace {

constexpr std::size_t idle_read = 256;          // the read buffer of a connection that is silent
constexpr std::size_t kept_read_buffer = 4096;  // a larger one goes back after its message
constexpr std::size_t max_close_reason = 123;   // RFC 6455, 5.5

std::uint64_t next_number() {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

// A frame as a client must send it (RFC 6455, 5.3): masked with a key of its own.
Frame masked(const Frame& frame) {
    const std::string_view from = frame.bytes();
    const std::string_view text = frame.text();
    const std::size_t header = from.size() - text.size();
    std::array<unsigned char, 4> key{};
    RAND_bytes(key.data(), static_cast<int>(key.size()));

    char* into = nullptr;
    Frame made = Frame::raw(from.size() + key.size(), into);
    std::copy_n(from.data(), header, into);
    into[1] = static_cast<char>(into[1] | 0x80);
    into += header;
    into = std::copy(key.begin(), key.end(), into);
    for (std::size_t i = 0; i < text.size(); ++i)
        into[i] = static_cast<char>(text[i] ^ key[i % 4]);
    return made;
}

// One WebSocket, of either role. Alive as long as an operation of it is pending: the read loop
// always is, from the handshake to the end, and finish() is where every ending arrives.
class WsConnection final : public Connection, public std::enable_shared_from_this<WsConnection> {
public:
    WsConnection(
        std::shared_ptr<Transport> transport,
        Role role,
        WsOptions options,
        std::unique_ptr<ConnectionHandler> handler,
        WsEnded ended
    )
        : transport_(std::move(transport)),
          stream_(*transport_),
          role_(role),
          options_(std::move(options)),
          handler_(std::move(handler)),
          ended_(std::move(ended)),
          number_(next_number()) {
        // Set before the handshake: later they would not hold for this connection.
        stream_.set_option(websocket::stream_base::timeout{
            options_.handshake, options_.idle, true /* pings at half of idle */
        });
        stream_.auto_fragment(false);
        stream_.write_buffer_bytes(16);  // frames bypass Beast's buffer
        stream_.read_message_max(0);     // on_read() counts, to close with a code of ours
    }

    void accept(std::string_view key) {
        http::request<http::empty_body> request(http::verb::get, "/", 11);
        request.set(http::field::host, "-");
        request.set(http::field::connection, "upgrade");
        request.set(http::field::upgrade, "websocket");
        request.set(http::field::sec_websocket_key, key);
        request.set(http::field::sec_websocket_version, "13");
        stream_.set_option(
            websocket::stream_base::decorator([this](websocket::response_type& response) {
                response.set(http::field::server, "holdfast");
                if (options_.subprotocol.empty()) return;
                response.set(http::field::sec_websocket_protocol, options_.subprotocol);
            })
        );
        stream_.async_accept(request, [self = shared_from_this()](error_code error) {
            self->open(error);
        });
    }

    void request(std::string_view host, std::string_view path) {
        stream_.set_option(websocket::stream_base::decorator([this](websocket::request_type& request
                                                             ) {
            if (options_.subprotocol.empty()) return;
            request.set(http::field::sec_websocket_protocol, options_.subprotocol);
        }));
        stream_.async_handshake(host, path, [self = shared_from_this()](error_code error) {
            self->open(error);
        });
    }

    void send(Frame frame) override {
        if (state_ != State::open) return;
        if (role_ == Role::client) frame = masked(frame);
        if (transport_->push(std::move(frame))) return;
        // Whoever reads too slowly is told so and resumes by epoch and seq; what is queued would
        // only come again.
        log::info("connection_slow", {{"connection", number_}});
        transport_->drop_unsent();
        close(protocol::CloseCode::slow, "slow reader");
    }

    void close(protocol::CloseCode code, std::string_view reason) override {
        if (state_ == State::open) closed_with_ = code;
        close_with(static_cast<std::uint16_t>(code), reason);
    }

    std::uint64_t number() const override { return number_; }

private:
    enum class State { handshaking, open, closing, ended };

    void open(error_code error) {
        if (error || state_ != State::handshaking) return finish(error);
        state_ = State::open;
        has_opened_ = true;
        guarded("on_open", [this] { handler_->on_open(*this); });
        read();
    }

    void read() {
        const std::size_t room = options_.max_frame + 1 - buffer_.size();
        stream_.async_read_some(
            buffer_,
            std::min(room, std::max(buffer_.capacity() - buffer_.size(), idle_read)),
            [self = shared_from_this()](error_code failure, std::size_t) { self->on_read(failure); }
        );
    }

    void on_read(error_code error) {
        if (error) return finish(error);
        if (state_ != State::open) {
            buffer_.clear();
        } else if (stream_.got_binary()) {
            close(protocol::CloseCode::bad_request, "text frames only");
        } else if (buffer_.size() > options_.max_frame) {
            close(protocol::CloseCode::bad_request, "frame too large");
        } else if (stream_.is_message_done()) {
            deliver();
        }
        read();
    }

    void deliver() {
        const auto bytes = buffer_.cdata();
        guarded("on_text", [&] {
            handler_->on_text({static_cast<const char*>(bytes.data()), bytes.size()});
        });
        buffer_.clear();
        if (buffer_.capacity() > kept_read_buffer) buffer_ = {};
    }

    // What a handler throws is a bug of ours, and costs this connection only.
    template <class Call>
    void guarded(std::string_view where, Call call) {
        try {
            call();
            return;
        } catch (const std::exception& thrown) {
            log_thrown(where, thrown.what());
        } catch (...) {
            log_thrown(where, "not an exception");
        }
        close_with(websocket::close_code::internal_error, "internal error");
    }

    void log_thrown(std::string_view where, const char* what) {
        log::error(
            "handler_threw",
            {{"connection", number_},
             log::Field::note("where", std::string(where)),
             log::Field::note("what", what)}
        );
    }

    void close_with(std::uint16_t code, std::string_view reason) {
        if (state_ == State::handshaking) {
            state_ = State::closing;
            return transport_->kill();
        }
        if (state_ != State::open) return;
        state_ = State::closing;
        const websocket::close_reason last_word(
            static_cast<websocket::close_code>(code), reason.substr(0, max_close_reason)
        );
        // Beast waits for the peer's close frame, at most as long as the handshake may take.
        stream_.async_close(last_word, [self = shared_from_this()](error_code) {});
    }

    // The one end of every connection.
    void finish(error_code error) {
        if (state_ == State::ended) return;
        state_ = State::ended;
        transport_->kill();
        if (has_opened_) guarded("on_closed", [this] { handler_->on_closed(closed_with_); });
        handler_.reset();
        const auto& reason = stream_.reason();
        std::string words = reason.reason.empty()
                                ? error.message()
                                : std::string(reason.reason.data(), reason.reason.size());
        if (ended_) std::exchange(ended_, nullptr)(reason.code, std::move(words));
    }

    const std::shared_ptr<Transport> transport_;
    websocket::stream<Transport&, false> stream_;
    const Role role_;
    const WsOptions options_;
    std::unique_ptr<ConnectionHandler> handler_;
    WsEnded ended_;
    const std::uint64_t number_;
    State state_ = State::handshaking;
    bool has_opened_ = false;
    std::optional<protocol::CloseCode> closed_with_;
    beast::flat_buffer buffer_;
};

}  // namespace

std::shared_ptr<Connection> accept_websocket(
    std::shared_ptr<Transport> transport,
    WsOptions options,
    std::string_view key,
    std::unique_ptr<ConnectionHandler> handler,
    WsEnded ended
) {
    auto connection = std::make_shared<WsConnection>(
        std::move(transport), Role::server, std::move(options), std::move(handler), std::move(ended)
    );
    connection->accept(key);
    return connection;
}

void request_websocket(
    std::shared_ptr<Transport> transport,
    WsOptions options,
    std::string_view host,
    std::string_view path,
    std::unique_ptr<ConnectionHandler> handler,
    WsEnded ended
) {
    auto connection = std::make_shared<WsConnection>(
        std::move(transport), Role::client, std::move(options), std::move(handler), std::move(ended)
    );
    connection->request(host, path);
}

}  // namespace holdfast::net
