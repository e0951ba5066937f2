#include "common/metrics.hpp"

#include <algorithm>
#include <map>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <string_view>

namespace holdfast {

namespace {

// Seconds. From a fast disk's fsync, by the promises (0.3 s status, 1 s to a moderator), to lost.
const prometheus::Histogram::BucketBoundaries seconds{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1, 2, 5, 10
};

}  // namespace

struct Metrics::Registry {
    prometheus::Registry registry;

    Counter counter(const std::string& name, const std::string& help) {
        return Counter(prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}));
    }
    Gauge gauge(const std::string& name, const std::string& help) {
        return Gauge(prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}));
    }
    Histogram histogram(const std::string& name, const std::string& help) {
        return Histogram(
            prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, seconds)
        );
    }
    // Makes the counters of one family that differ in `label`.
    auto labelled(const std::string& name, const std::string& help, std::string label) {
        auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registry);
        return [&family, label = std::move(label)](std::string_view value) {
            return Counter(family.Add({{label, std::string(value)}}));
        };
    }
};

void Counter::add(std::uint64_t count) const {
    counter_->Increment(static_cast<double>(count));
}

void Counter::raise_to(std::uint64_t total) const {
    counter_->Increment(std::max(0.0, static_cast<double>(total) - counter_->Value()));
}

void Gauge::add(std::int64_t count) const {
    gauge_->Increment(static_cast<double>(count));
}

void Gauge::set(std::int64_t value) const {
    gauge_->Set(static_cast<double>(value));
}

void Histogram::observe(std::chrono::nanoseconds took) const {
    histogram_->Observe(std::chrono::duration<double>(took).count());
}

const Counter& CounterByStatus::operator[](unsigned status) const {
    const auto found = std::find(statuses.begin(), statuses.end(), status);
    return counters_[static_cast<std::size_t>(found - statuses.begin())];
}

Metrics::Metrics()
    : registry_(std::make_unique<Registry>()),
      connections_open(registry_->gauge("holdfast_connections_open", "WebSockets open now")),
      frames_received(registry_->counter("holdfast_frames_received_total", "Text frames read")),
      messages_accepted(registry_->labelled(
          "holdfast_messages_accepted_total", "Messages made durable, by their first state", "state"
      )),
      deliveries(registry_->counter("holdfast_deliveries_total", "Frames queued for a listener")),
      outbox_overflows(registry_->counter(
          "holdfast_outbox_overflows_total", "Connections closed because they read too slowly"
      )),
      refusals(registry_->labelled("holdfast_refusals_total", "Commands refused, by code", "code")),
      cases_opened(
          registry_->labelled("holdfast_cases_opened_total", "Cases opened, by level", "level")
      ),
      store_commit(
          registry_->histogram("holdfast_store_commit_seconds", "From an append to its durability")
      ),
      say_to_delivered(registry_->histogram(
          "holdfast_say_to_delivered_seconds",
          "From a message's frame to the first listener's outbox"
      )),
      bus_connected(
          registry_->gauge("holdfast_bus_connected", "Whether other nodes can be reached (1 or 0)")
      ),
      bus_dropped(registry_->counter(
          "holdfast_bus_dropped_total", "Deliveries that other nodes were not told"
      )),
      http_requests(
          registry_->labelled("holdfast_http_requests_total", "HTTP answers, by status", "status")
      ) {}

Metrics::~Metrics() = default;

std::string Metrics::text() const {
    return prometheus::TextSerializer().Serialize(registry_->registry.Collect());
}

}  // namespace holdfast
