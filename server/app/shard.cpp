#include "server/app/shard.hpp"

#include "server/app/session.hpp"

namespace holdfast::app {

void Shards::reply(SessionRef to, protocol::Reply reply) {
    Shard& shard = *shards_[to.shard];
    boost::asio::post(shard.context, [&shard, to, reply = std::move(reply)] {
        const auto found = shard.sessions.find(to.number);
        if (found != shard.sessions.end()) found->second->on_reply(reply);
    });
}

void Shards::deliver(const bus::Delivery& delivery) {
    for (const auto& shard : shards_) {
        boost::asio::post(shard->context, [&hub = shard->hub, delivery] { hub.deliver(delivery); });
    }
}

}  // namespace holdfast::app
