#pragma once

#include "server/net/asio.hpp"
#include "server/net/seat.hpp"

#include <memory>

namespace holdfast::net {

// Serves an accepted socket until it ends: the TLS handshake, requests one after another, and from
// an upgrade on the WebSocket. On the thread of the seat's shard, which the socket belongs to.
void serve(Socket, std::unique_ptr<Seat>);

}  // namespace holdfast::net
