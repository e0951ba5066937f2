#pragma once

#include "common/error.hpp"
#include "server/net/connection.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::net {

// Limits on what one connection can cost. All sizes in bytes.
struct Limits {
    std::size_t max_frame = 16 * 1024;                                   // larger: closed with 4501
    std::size_t max_outbox = 256 * 1024;                                 // fuller: closed with 4008
    std::chrono::milliseconds max_outbox_age{std::chrono::seconds{15}};  // untouched: 4008 as well
    std::size_t max_request_header = 8 * 1024;
    std::size_t max_request_body = 64 * 1024;
    std::size_t max_connections = 20'000;                           // more: refused with 503
    std::chrono::milliseconds handshake{std::chrono::seconds{10}};  // TLS, header, upgrade
    std::chrono::milliseconds idle{std::chrono::seconds{60}};       // a ping at half of it
};

struct TlsFiles {
    std::filesystem::path certificate_chain;  // PEM
    std::filesystem::path private_key;        // PEM
};

struct ListenOptions {
    std::string address;     // "127.0.0.1", "::1"; empty: every address, IPv6 and IPv4
    std::uint16_t port = 0;  // 0: any free one
    std::optional<TlsFiles> tls;
    std::string websocket_path = "/ws";
    std::string subprotocol;  // the only one we speak; an upgrade without it is refused
    Limits limits;
};

// Where accepted sockets go. Both outlive the listener; and where a context dies with connections
// open, their handlers die with it unheard, so that the application outlives its context.
struct ShardEntry {
    boost::asio::io_context& context;
    Application& application;
};

// Accepts on one port and deals the sockets out to the shards in turn; HTTP and WebSocket, plain or
// TLS. Owned by the composition root. open(), start() and the destructor belong to the thread that
// composes; stop_accepting() and close_all() may be called on any thread.
class Listener {
public:
    // bad_config with one clear line: the port in use, an unreadable certificate or key, a key that
    // does not fit. Nothing is accepted before start().
    static Result<std::unique_ptr<Listener>> open(ListenOptions, std::vector<ShardEntry>);

    virtual ~Listener() = default;

    virtual std::uint16_t port() const = 0;
    virtual void start() = 0;
    virtual void stop_accepting() = 0;
    // Asks every WebSocket to close with `code`; ends idle HTTP connections.
    virtual void close_all(protocol::CloseCode code) = 0;
    // Open sockets now, of all shards.
    virtual std::size_t connections() const = 0;
};

// Writes a self-signed certificate and key for `host`, for demos. bad_config where it cannot.
Result<TlsFiles> make_self_signed(const std::filesystem::path& folder, const std::string& host);

}  // namespace holdfast::net
