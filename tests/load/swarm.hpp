#pragma once

#include "common/error.hpp"
#include "server/net/client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace holdfast::load {

struct Workload {
    net::Target target;
    std::size_t members = 200;
    std::vector<std::string> rooms;  // members are dealt out to them in turn
    double rate = 20;                // messages a second, over all rooms
    std::chrono::seconds duration{10};
    std::chrono::seconds patience{30};  // for everybody to be there, and for the last deliveries
};

// Half, nearly all and almost all of the latencies; milliseconds.
struct Percentiles {
    std::size_t count = 0;
    double p50 = 0;
    double p90 = 0;
    double p99 = 0;
    double max = 0;
};
Percentiles percentiles_of(std::vector<double> milliseconds);

struct Report {
    std::size_t joined = 0;
    std::size_t said = 0;
    std::size_t refused = 0;       // by the server: too fast, paused ...
    std::size_t held = 0;          // by moderation: not delivered, and rightly so
    std::size_t missing = 0;       // deliveries that never came
    std::size_t out_of_order = 0;  // a hole, a repeat or a step back in some member's log
    std::size_t lost_connections = 0;
    double seconds = 0;
    Percentiles acknowledged;  // send to the author's answer
    Percentiles delivered;     // send to each member of the room, the author included
};

// Joins everybody, talks at the rate, and checks at each member that every message came once and in
// order. Blocks; bounded in time by duration and patience.
Result<Report> run(const Workload&);

}  // namespace holdfast::load
