#include "common/metrics.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>
#include <thread>
#include <vector>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

// Whether the text has this line.
bool has(const Metrics& metrics, const std::string& line) {
    return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, CountByTheirLabel) {
    const Metrics metrics;

    metrics.frames_received.add();
    metrics.frames_received.add(2);
    metrics.messages_accepted[protocol::MessageState::held].add();
    metrics.refusals[Errc::too_fast].add(3);
    metrics.cases_opened[Level::imminent].add();
    metrics.http_requests[404].add();
    metrics.http_requests[418].add();

    EXPECT_TRUE(has(metrics, "holdfast_frames_received_total 3"));
    EXPECT_TRUE(has(metrics, R"(holdfast_messages_accepted_total{state="held"} 1)"));
    EXPECT_TRUE(has(metrics, R"(holdfast_messages_accepted_total{state="delivered"} 0)"));
    EXPECT_TRUE(has(metrics, R"(holdfast_refusals_total{code="too_fast"} 3)"));
    EXPECT_TRUE(has(metrics, R"(holdfast_cases_opened_total{level="imminent"} 1)"));
    EXPECT_TRUE(has(metrics, R"(holdfast_http_requests_total{status="404"} 1)"));
    EXPECT_TRUE(has(metrics, R"(holdfast_http_requests_total{status="other"} 1)"));
}

TEST(Metrics, GaugesRiseAndFall) {
    const Metrics metrics;

    metrics.connections_open.add(5);
    metrics.connections_open.add(-2);
    metrics.bus_connected.set(1);

    EXPECT_TRUE(has(metrics, "holdfast_connections_open 3"));
    EXPECT_TRUE(has(metrics, "holdfast_bus_connected 1"));
}

TEST(Metrics, TakeATotalThatIsCountedElsewhere) {
    const Metrics metrics;

    metrics.bus_dropped.raise_to(7);
    metrics.bus_dropped.raise_to(7);
    metrics.bus_dropped.raise_to(3);

    EXPECT_TRUE(has(metrics, "holdfast_bus_dropped_total 7"));
}

TEST(Metrics, MeasureInSeconds) {
    const Metrics metrics;

    metrics.store_commit.observe(3ms);
    metrics.say_to_delivered.observe(1500us);

    EXPECT_TRUE(has(metrics, R"(holdfast_store_commit_seconds_bucket{le="0.0025"} 0)"));
    EXPECT_TRUE(has(metrics, R"(holdfast_store_commit_seconds_bucket{le="0.005"} 1)"));
    EXPECT_TRUE(has(metrics, "holdfast_say_to_delivered_seconds_count 1"));
}

TEST(Metrics, MayBeCountedOnAnyThread) {
    const Metrics metrics;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&metrics] {
            for (int i = 0; i < 10'000; ++i)
                metrics.deliveries.add();
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    EXPECT_TRUE(has(metrics, "holdfast_deliveries_total 40000"));
}

// A label that named a room or a member would be a record of people, and a flood of series.
TEST(Metrics, HaveNoLabelButThoseOfClosedSets) {
    const Metrics metrics;
    const std::regex label(R"(([a-z_]+)=")");
    std::size_t series = 0;
    std::istringstream text(metrics.text());
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with('#')) continue;
        EXPECT_TRUE(line.starts_with("holdfast_")) << line;
        ++series;
        std::smatch found;
        if (std::regex_search(line, found, label)) {
            const std::string name = found[1];
            EXPECT_TRUE(
                name == "state" || name == "code" || name == "level" || name == "status" ||
                name == "le"
            ) << line;
        }
    }
    EXPECT_LT(series, 150u);
}

}  // namespace
}  // namespace holdfast
