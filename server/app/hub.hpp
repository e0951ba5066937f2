#pragma once

#include "common/metrics.hpp"
#include "server/bus/bus.hpp"
#include "server/net/connection.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace holdfast::app {

// A shard's list of who listens to what. One thread: the shard's. Shares one framed encoding with
// every listener of this shard; a full outbox closes its connection, it never waits.
class Hub {
public:
    Hub(bus::Bus& bus, const Metrics& metrics) : bus_(bus), metrics_(metrics) {}

    // From now on `connection` may hear `topic`. A muted listener hears nothing until it is told
    // with `start_after` up to where its snapshot reaches: subscribe first, then ask for the
    // snapshot, so that nothing falls between.
    enum class Start { at_once, muted };
    void subscribe(const std::string& topic, net::Connection& connection, Start start);
    void start_after(const std::string& topic, net::Connection& connection, std::uint64_t seq);
    void unsubscribe(const std::string& topic, net::Connection& connection);

    void deliver(const bus::Delivery&);

private:
    struct Listener {
        net::Connection* connection;  // null: unsubscribed during a delivery
        std::uint64_t last;           // deliveries of the room's log up to here are not for it
        bool is_muted;
    };
    using Listeners = std::vector<Listener>;

    static Listener* find(Listeners&, const net::Connection&);

    bus::Bus& bus_;
    const Metrics& metrics_;
    std::unordered_map<std::string, Listeners> topics_;
    // A send may close a connection, whose handler unsubscribes while we walk the list.
    bool is_delivering_ = false;
    bool has_gaps_ = false;
};

}  // namespace holdfast::app
