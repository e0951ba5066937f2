#pragma once

// The client's side, for scripted clients, the smoke test and integration tests.

#include "common/error.hpp"
#include "server/net/connection.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace holdfast::net {

struct Target {
    std::string host = "127.0.0.1";  // an address
    std::uint16_t port = 0;
    bool tls = false;  // the certificate is not checked: for tests and demos only
    std::string websocket_path = "/ws";
    std::string subprotocol = "holdfast.v1";
};

// Told once about an attempt that failed or a connection that ended: the close code the peer sent,
// 0 where there was none.
using Ended = std::function<void(std::uint16_t close_code, std::string reason)>;

// Connects and upgrades on `context`; the handler works as on the server. `ended` comes last.
void connect(
    boost::asio::io_context& context,
    const Target&,
    std::unique_ptr<ConnectionHandler> handler,
    Ended ended
);

// One HTTP request on a connection of its own. Only method, path (with query), headers and body of
// the request are used.
void call(
    boost::asio::io_context& context,
    const Target&,
    HttpRequest,
    std::chrono::milliseconds deadline,
    std::function<void(Result<HttpResponse>)> done
);

}  // namespace holdfast::net
