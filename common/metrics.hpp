#pragma once

// The server's figures for /metrics, in Prometheus' text format. Labels are enumerators and status
// codes: never a room, a member or an address, which would make both a flood of series and a record
// of people. prometheus-cpp stays behind metrics.cpp.

#include "common/enum_name.hpp"
#include "common/error.hpp"
#include "common/protocol/types.hpp"
#include "common/taxonomy.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace holdfast {

// Handles to figures that live as long as their Metrics. Copies count into the same figure. Any
// thread; relaxed atomics.
class Counter {
public:
    explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
    void add(std::uint64_t count = 1) const;
    // For a total that is counted elsewhere; one thread. A total never falls.
    void raise_to(std::uint64_t total) const;

private:
    prometheus::Counter* counter_;
};

class Gauge {
public:
    explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
    void add(std::int64_t count = 1) const;
    void set(std::int64_t value) const;

private:
    prometheus::Gauge* gauge_;
};

class Histogram {
public:
    explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
    void observe(std::chrono::nanoseconds took) const;

private:
    prometheus::Histogram* histogram_;
};

// A counter for each enumerator, all there from the start: a series that first appears with its
// first event has no rate. The enumerators count from 0.
template <DescribedEnum T>
class CounterBy {
public:
    // `make` is called with each enumerator's name, in order.
    template <class Make>
    explicit CounterBy(Make make) {
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
            counters_.push_back(make(without_underscore(enumerator.name)));
        });
    }
    const Counter& operator[](T value) const {
        return counters_.at(static_cast<std::size_t>(value));
    }

private:
    std::vector<Counter> counters_;
};

// HTTP answers by status code; codes that the server has no reason to send share "other".
class CounterByStatus {
public:
    template <class Make>
    explicit CounterByStatus(Make make) {
        for (const unsigned status : statuses)
            counters_.push_back(make(std::to_string(status)));
        counters_.push_back(make("other"));
    }
    const Counter& operator[](unsigned status) const;

private:
    static constexpr std::array statuses{
        101u,
        200u,
        201u,
        204u,
        206u,
        304u,
        400u,
        401u,
        403u,
        404u,
        405u,
        408u,
        413u,
        415u,
        429u,
        431u,
        500u,
        501u,
        503u
    };

    std::vector<Counter> counters_;
};

class Metrics {
    // First, because the members below are made in it.
    struct Registry;
    std::unique_ptr<Registry> registry_;

public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // All figures in Prometheus' text format, version 0.0.4.
    std::string text() const;

    Gauge connections_open;
    Counter frames_received;
    CounterBy<protocol::MessageState> messages_accepted;  // by what became of them at once
    Counter deliveries;                                   // frames queued for a listener
    Counter outbox_overflows;  // connections closed because they were slow
    CounterBy<Errc> refusals;
    CounterBy<Level> cases_opened;
    Histogram store_commit;      // from append to durable
    Histogram say_to_delivered;  // from the frame to the first listener's outbox
    Gauge bus_connected;         // 1 or 0
    Counter bus_dropped;         // deliveries that other nodes were not told
    CounterByStatus http_requests;
};

}  // namespace holdfast
