#pragma once

#include "common/error.hpp"
#include "common/permissions.hpp"
#include "common/protocol/types.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::scenario {

// One client's connection as a scenario sees it: what it sent and what came back.
class Wire {
public:
    virtual ~Wire() = default;

    virtual void send(const std::string& frame) = 0;
    // Ends the connection as a lost network would: no goodbye.
    virtual void drop() = 0;

    // Every text frame that came, in order.
    std::vector<std::string> frames;
    // Set once the connection has ended; 0 where no close frame came.
    std::optional<std::uint16_t> closed_with;
};

struct Login {
    std::string token;
    protocol::Person who;
};

// Where a scenario takes place: inside this process on a manual clock, or over sockets against a
// server that runs already. One thread.
class World {
public:
    virtual ~World() = default;

    // An account and a session for it. Staff are known by their names in the scenario.
    virtual Result<Login> log_in(const std::string& name, Role role) = 0;
    // A connection that is open, or an error.
    virtual Result<std::unique_ptr<Wire>> connect() = 0;

    // Lets the world go on until `is_met`; false when it is not met within `limit` (real time).
    virtual bool run_until(
        const std::function<bool()>& is_met, std::chrono::milliseconds limit
    ) = 0;

    // Moves the clock; false where the clock is not ours.
    virtual bool advance(std::chrono::milliseconds by) = 0;
};

}  // namespace holdfast::scenario
