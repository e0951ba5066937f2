#pragma once

#include "common/protocol/close_code.hpp"
#include "server/net/frame.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::net {

// One WebSocket. Lives on the shard that accepted it; every call on that shard's thread.
class Connection {
public:
    virtual ~Connection() = default;

    // Queues the frame; never waits. A full outbox closes the connection with 4008.
    virtual void send(Frame) = 0;
    // Sends what is queued, then the close frame. Later sends are ignored.
    virtual void close(protocol::CloseCode, std::string_view reason) = 0;
    // Of this process, for logs: 1, 2, 3 ...
    virtual std::uint64_t number() const = 0;
};

// What a connection is for. The connection owns its handler, calls it on the shard's thread, and
// destroys it after on_closed.
class ConnectionHandler {
public:
    virtual ~ConnectionHandler() = default;

    // `connection` stays valid until on_closed has returned.
    virtual void on_open(Connection& connection) = 0;
    // One whole text frame, UTF-8 checked. The view dies with the call.
    virtual void on_text(std::string_view frame) = 0;
    // Exactly once, however the connection ended; `ours` is the code that close() was called with,
    // or nothing where the peer, the network or a bug of the handler's ended it.
    virtual void on_closed(std::optional<protocol::CloseCode> ours) = 0;
};

struct HttpRequest {
    std::string method;
    std::string path;  // decoded, without the query
    std::string query;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;

    std::string_view header(std::string_view lower_case_name) const;
};

struct HttpResponse {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::shared_ptr<const std::string> body;
    std::vector<std::pair<std::string, std::string>> headers;
};

// What the server answers. One for each shard; called on that shard's thread.
class Application {
public:
    virtual ~Application() = default;

    // `respond` may be called at once or later, on the same shard, exactly once.
    virtual void on_request(HttpRequest, std::function<void(HttpResponse)> respond) = 0;
    // Null refuses the upgrade (503).
    virtual std::unique_ptr<ConnectionHandler> on_upgrade(const HttpRequest&) = 0;
};

}  // namespace holdfast::net
