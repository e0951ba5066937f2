#pragma once

#include "common/ids.hpp"
#include "common/protocol/events.hpp"
#include "server/app/hub.hpp"
#include "server/app/session_ref.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace holdfast::app {

class RoomHost;
class Session;

// One thread and what lives on it: sessions of the sockets it accepted, the rooms that are homed
// here. Everything but `context` is touched on that thread only.
struct Shard {
    Shard(bus::Bus& bus, const Metrics& metrics) : hub(bus, metrics) {}

    // Runs on the shard's one thread (Server), or is polled by a test.
    boost::asio::io_context context{1};
    Hub hub;
    std::unordered_map<std::uint64_t, Session*> sessions;
    std::unordered_map<RoomId, std::shared_ptr<RoomHost>> rooms;
};

// All shards of this node. Fixed after construction, so any thread may post to any shard.
class Shards {
public:
    Shards(std::size_t count, bus::Bus& bus, const Metrics& metrics) {
        for (std::size_t i = 0; i < count; ++i) {
            shards_.push_back(std::make_unique<Shard>(bus, metrics));
        }
    }

    std::size_t size() const { return shards_.size(); }
    Shard& operator[](std::size_t index) { return *shards_[index]; }

    // The shard that owns the triage desk and other single things.
    Shard& control() { return *shards_.front(); }
    Shard& home_of(const RoomId& room) {
        return *shards_[std::hash<RoomId>{}(room) % shards_.size()];
    }

    // Hands a reply to the session that asked, wherever it lives; from any thread, in order.
    void reply(SessionRef to, protocol::Reply reply);
    // Hands a delivery to every shard's hub; from any thread, in order.
    void deliver(const bus::Delivery& delivery);

private:
    std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace holdfast::app
