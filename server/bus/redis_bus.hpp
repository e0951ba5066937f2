#pragma once

#include "server/bus/bus.hpp"
#include "server/bus/redis_options.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace holdfast::bus {

// Carries deliveries between nodes by plain Redis pub/sub (hiredis on the Asio loop). Its own node
// hears every delivery at once and never through Redis, so a killed or stalled Redis is not
// noticed there. Works on `context`, whose thread outlives it; `node` tells its own messages apart.
// Once it is destroyed the sink hears nothing more. While Redis is away, what is published is not
// told to the other nodes, only counted.
std::unique_ptr<Bus> make_redis_bus(
    boost::asio::io_context& context, RedisOptions options, std::string node
);

}  // namespace holdfast::bus
