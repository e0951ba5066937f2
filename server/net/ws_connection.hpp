#pragma once

#include "server/net/connection.hpp"
#include "server/net/transport.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace holdfast::net {

struct WsOptions {
    std::string subprotocol;  // empty: none
    std::size_t max_frame = 16 * 1024;
    std::chrono::milliseconds handshake{std::chrono::seconds{10}};  // also the limit on a close
    std::chrono::milliseconds idle{std::chrono::seconds{60}};       // a ping at half of it
};

// Told once, last of all, on the shard's thread: the close code the peer sent (0: none) and why.
using WsEnded = std::function<void(std::uint16_t close_code, std::string reason)>;

// Server: answers an upgrade whose key is `key` (checked already), then serves the connection until
// it ends. It keeps itself alive; the pointer is for ending it. on_open comes after this returns.
std::shared_ptr<Connection> accept_websocket(
    std::shared_ptr<Transport>,
    WsOptions,
    std::string_view key,
    std::unique_ptr<ConnectionHandler>,
    WsEnded
);

// Client: sends the upgrade for `path` at `host`, then serves. A refused upgrade ends with code 0,
// and the handler has heard nothing.
void request_websocket(
    std::shared_ptr<Transport>,
    WsOptions,
    std::string_view host,
    std::string_view path,
    std::unique_ptr<ConnectionHandler>,
    WsEnded
);

}  // namespace holdfast::net
