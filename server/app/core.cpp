#include "server/app/core.hpp"

#include "server/app/room_host.hpp"
#include "server/app/session.hpp"

#include <utility>

namespace holdfast::app {

Core::Core(Environment env, std::size_t shard_count)
    : env_(std::move(env)),
      shards_(shard_count, env_.bus, env_.metrics),
      desk_(env_, shards_),
      directory_(env_, shards_, desk_),
      identity_(env_) {
    env_.bus.set_sink([this](const bus::Delivery& delivery) { shards_.deliver(delivery); });
    desk_.set_on_shift_changed([this] { directory_.refresh_presence(); });
}

std::unique_ptr<net::ConnectionHandler> Core::make_session(std::size_t shard) {
    return std::make_unique<Session>(*this, shard);
}

}  // namespace holdfast::app
