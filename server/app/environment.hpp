#pragma once

#include "common/clock.hpp"
#include "common/ids.hpp"
#include "moderation/moderator.hpp"
#include "moderation/policy/policy.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace holdfast {
class Metrics;
}
namespace holdfast::store {
class Store;
}
namespace holdfast::bus {
class Bus;
}

namespace holdfast::app {

class Content;

// Patterns and policy of one version. Immutable; a reload makes a new one.
struct Ruleset {
    moderation::Moderator moderator;
    moderation::Policy policy;
};

// How much one client may ask for.
struct Limits {
    int command_burst = 40;
    std::chrono::milliseconds command_interval{100};
    int say_burst = 5;
    std::chrono::milliseconds say_interval{1000};
    int bad_frames = 20;            // then the connection closes with 4501
    std::size_t rooms_joined = 16;  // at once, by one connection
    int guest_burst = 200;          // new guests, all together
    std::chrono::milliseconds guest_interval{50};
};

// What the whole application works with. Built by the composition root, outlives everything in
// server/app, and is shared by all shards: each part is thread-safe or immutable.
struct Environment {
    const Clock& clock;
    IdSource& ids;
    store::Store& store;
    bus::Bus& bus;
    const Content& content;
    const Ruleset& ruleset;
    const Metrics& metrics;
    Limits limits;
};

}  // namespace holdfast::app
