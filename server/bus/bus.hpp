#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace holdfast::bus {

// News for everyone who listens to a topic: "room:harbour", "member:...", "triage".
struct Delivery {
    std::string topic;
    std::uint64_t seq = 0;                       // position in the room's log; 0 outside of it
    std::shared_ptr<const std::string> payload;  // an encoded event, shared by all who get it
};

// Carries deliveries to every node. It hints, the store decides: at most once between nodes, and a
// bus that is down delays nobody on this node. One contract suite for every implementation.
class Bus {
public:
    // Hears every delivery of this node, and other nodes' deliveries on followed topics; in order
    // per topic and publisher. Called on any thread; must only hand over.
    using Sink = std::function<void(const Delivery&)>;

    virtual ~Bus() = default;

    // Set once, before the first publish.
    virtual void set_sink(Sink) = 0;

    // Thread-safe, never blocks, never fails: this node's sink hears it before the call returns.
    virtual void publish(const Delivery&) = 0;

    // Counted: a topic is followed until each follow has met its unfollow. Thread-safe.
    virtual void follow(const std::string& topic) = 0;
    virtual void unfollow(const std::string& topic) = 0;

    // Whether other nodes can be reached now; for /readyz.
    virtual bool is_connected() const = 0;

    // Deliveries that other nodes were not told because they could not be reached; for /metrics.
    virtual std::uint64_t dropped() const { return 0; }
};

}  // namespace holdfast::bus
