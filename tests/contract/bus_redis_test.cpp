// What RedisBus does beyond the contract: when Redis is killed, stalled, refuses, or is not there.

#include "server/bus/redis_bus.hpp"
#include "tests/contract/bus_node.hpp"
#include "tests/contract/bus_redis_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <vector>

namespace holdfast::bus {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How much later than it should a thread may wake up on a busy machine.
constexpr milliseconds scheduling = 1s;

// Short enough that a test sees them pass.
RedisOptions quick(RedisOptions options) {
    options.deadline = 300ms;
    options.ping_every = 100ms;
    return options;
}

std::unique_ptr<Node> node_on(const RedisOptions& options, const std::string& name) {
    return std::make_unique<Node>([&](boost::asio::io_context& context) {
        return make_redis_bus(context, options, name);
    });
}

bool await_connected(Node& node) {
    return eventually([&] { return node.bus().is_connected(); });
}

bool await_lost(Node& node, milliseconds within = patience) {
    return eventually([&] { return !node.bus().is_connected(); }, within);
}

// Publishes 1,000 messages; each must be heard when the call returns. How long 99 % of them took at
// most: a longer one was interrupted by something else on the machine.
microseconds publishing_takes(Node& node) {
    std::vector<microseconds> took;
    const auto payload = std::make_shared<const std::string>(500, 'x');
    for (std::uint64_t seq = 1; seq <= 1'000; ++seq) {
        const auto before = steady_clock::now();
        node.bus().publish({"room:harbour", seq, payload});
        took.push_back(duration_cast<microseconds>(steady_clock::now() - before));
        EXPECT_EQ(node.ear().heard().size(), 1u);
        node.ear().forget();
    }
    std::sort(took.begin(), took.end());
    return took[989];
}

std::size_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// Two nodes, the second of which follows the room, and each hears the other.
struct Pair {
    explicit Pair(const RedisOptions& options)
        : fern(node_on(options, "fern")), otter(node_on(options, "otter")) {
        otter->bus().follow("room:harbour");
    }
    bool await_route() { return bus::await_route(*fern, *otter, "room:harbour"); }

    std::unique_ptr<Node> fern;
    std::unique_ptr<Node> otter;
};

TEST(RedisBus, ServesItsOwnNodeWithoutDelayWhileTheServerIsKilledAndFollowsAgainAfterwards) {
    RedisServer server;
    Pair pair(quick(server.options()));
    ASSERT_TRUE(pair.await_route());

    server.kill();
    const microseconds while_it_dies = publishing_takes(*pair.fern);
    ASSERT_TRUE(await_lost(*pair.fern, 300ms + 100ms + scheduling));
    const microseconds while_it_is_gone = publishing_takes(*pair.fern);
    server.start();

    EXPECT_LT(while_it_dies, 1ms);
    EXPECT_LT(while_it_is_gone, 1ms);
    RecordProperty("publish_p99_us_killed", std::to_string(while_it_is_gone.count()));
    EXPECT_TRUE(await_connected(*pair.fern));
    EXPECT_TRUE(pair.await_route());
}

TEST(RedisBus, NoticesAStalledServerServesItsOwnNodeAndFollowsAgainWhenItGoesOn) {
    RedisServer server;
    Pair pair(quick(server.options()));
    ASSERT_TRUE(pair.await_route());
    ASSERT_TRUE(await_connected(*pair.otter));

    server.stall();
    const auto stalled_at = steady_clock::now();
    const microseconds while_it_stalls = publishing_takes(*pair.fern);
    // The node that publishes nothing notices as well, by its pings.
    EXPECT_TRUE(await_lost(*pair.otter, 300ms + 100ms + scheduling));
    EXPECT_TRUE(await_lost(*pair.fern, scheduling));
    const auto noticed = duration_cast<milliseconds>(steady_clock::now() - stalled_at);
    const microseconds while_it_is_known = publishing_takes(*pair.fern);
    server.resume();

    EXPECT_LT(while_it_stalls, 1ms);
    EXPECT_LT(while_it_is_known, 1ms);
    RecordProperty("publish_p99_us_stalled", std::to_string(while_it_stalls.count()));
    RecordProperty("noticed_ms", std::to_string(noticed.count()));
    EXPECT_TRUE(await_connected(*pair.fern));
    EXPECT_TRUE(pair.await_route());
}

TEST(RedisBus, CountsWhatOtherNodesWereNotTold) {
    RedisServer server;
    const auto node = node_on(quick(server.options()), "fern");
    ASSERT_TRUE(await_connected(*node));
    EXPECT_EQ(node->bus().dropped(), 0u);

    server.kill();
    ASSERT_TRUE(await_lost(*node));
    for (int times = 0; times < 100; ++times)
        node->bus().publish(delivery("room:x", 1, "m"));

    EXPECT_EQ(node->ear().heard().size(), 100u);
    EXPECT_TRUE(eventually([&] { return node->bus().dropped() == 100; }));
}

TEST(RedisBus, KeepsABoundedAmountForAServerThatDoesNotAnswer) {
    RedisServer server;
    RedisOptions patient = server.options();
    patient.deadline = patience;
    const auto node = node_on(patient, "fern");
    ASSERT_TRUE(await_connected(*node));

    server.stall();
    const auto megabyte = std::make_shared<const std::string>(1024 * 1024, 'x');
    for (std::uint64_t seq = 1; seq <= 64; ++seq)
        node->bus().publish({"room:x", seq, megabyte});

    EXPECT_EQ(node->ear().heard().size(), 64u);
    EXPECT_EQ(node->bus().dropped(), 64u - 15u);
    EXPECT_TRUE(node->bus().is_connected());
}

TEST(RedisBus, IsNotConnectedWithAWrongPasswordAndTriesAgain) {
    RedisServer server;
    RedisOptions wrong = server.options();
    wrong.password = "another password";
    const auto node = node_on(wrong, "fern");

    // Its own connections beside the one that asks: it has been refused and has come back.
    const std::uint64_t attempts = server.statistic("total_connections_received");
    ASSERT_TRUE(eventually([&] {
        return server.statistic("acl_access_denied_auth") >= 4 ||
               server.statistic("total_connections_received") >= attempts + 200;
    }));
    EXPECT_FALSE(node->bus().is_connected());
    node->bus().publish(delivery("room:harbour", 1, "m"));
    EXPECT_EQ(node->ear().heard().size(), 1u);

    ASSERT_EQ(server.ask({"CONFIG", "SET", "requirepass", wrong.password}), "OK");
    EXPECT_TRUE(await_connected(*node));
}

TEST(RedisBus, StartsWithNothingThereAndConnectsOnceThereIs) {
    RedisServer server(RedisServer::Begin::later);
    Pair pair(server.options());

    EXPECT_LT(publishing_takes(*pair.fern), 1ms);
    EXPECT_FALSE(pair.fern->bus().is_connected());
    server.start();

    EXPECT_TRUE(await_connected(*pair.fern));
    EXPECT_TRUE(pair.await_route());
}

TEST(RedisBus, ConnectsByAHostsName) {
    RedisServer server;
    RedisOptions by_name = server.options();
    by_name.unix_socket.clear();
    by_name.host = "localhost";
    by_name.port = server.port();

    const auto node = node_on(by_name, "fern");

    EXPECT_TRUE(await_connected(*node));
}

TEST(RedisBus, SurvivesAHostThatDoesNotExistAndAPathThatIsTooLong) {
    RedisOptions nowhere;
    nowhere.host = "redis.invalid";
    RedisOptions too_long;
    too_long.unix_socket = std::string(200, 'x');

    for (const RedisOptions& options : {nowhere, too_long}) {
        const auto node = node_on(options, "fern");
        node->bus().publish(delivery("room:harbour", 1, "m"));
        EXPECT_EQ(node->ear().heard().size(), 1u);
        EXPECT_FALSE(node->bus().is_connected());
    }
}

TEST(RedisBus, ReconnectsWhenTheServerCutsOneOfItsConnections) {
    RedisServer server;
    Pair pair(server.options());
    ASSERT_TRUE(pair.await_route());

    // When this returns, the server has let go of both subscribers.
    server.ask({"CLIENT", "KILL", "TYPE", "pubsub"});

    EXPECT_TRUE(pair.await_route());
}

TEST(RedisBus, GivesItsDescriptorsBackWithEachLostConnection) {
    RedisServer server;
    const auto node = node_on(quick(server.options()), "fern");
    ASSERT_TRUE(await_connected(*node));
    const std::size_t before = open_descriptors();

    for (int times = 0; times < 5; ++times) {
        server.kill();
        ASSERT_TRUE(await_lost(*node));
        server.start();
        ASSERT_TRUE(await_connected(*node));
    }

    EXPECT_EQ(open_descriptors(), before);
}

// Asio, which only watches the sockets of hiredis, once closed their numbers a second time.
TEST(RedisBus, ClosesNoDescriptorButItsOwn) {
    RedisServer server;
    auto node = node_on(server.options(), "fern");
    ASSERT_TRUE(await_connected(*node));

    server.kill();
    ASSERT_TRUE(await_lost(*node));
    std::vector<int> others;  // these get the numbers that have just become free
    for (int count = 0; count < 64; ++count)
        others.push_back(dup(STDERR_FILENO));
    node.reset();

    for (const int descriptor : others) {
        EXPECT_NE(fcntl(descriptor, F_GETFD), -1) << descriptor;
        close(descriptor);
    }
}

// write(2) to a socket whose other end has gone raises SIGPIPE.
TEST(RedisBus, SurvivesAServerThatDiesInTheMidstOfAWrite) {
    RedisServer server;
    RedisOptions patient = server.options();
    patient.deadline = patience;
    const auto node = node_on(patient, "fern");
    ASSERT_TRUE(await_connected(*node));

    server.stall();
    for (std::uint64_t seq = 1; seq <= 10; ++seq) {
        node->bus().publish(delivery("room:x", seq, std::string(1024 * 1024, 'x')));
    }
    server.kill();

    EXPECT_TRUE(await_lost(*node));
    EXPECT_TRUE(eventually([&] { return node->bus().dropped() == 10; }));
}

TEST(RedisBus, IgnoresWhatOthersPublishOnItsChannels) {
    RedisServer server;
    Pair pair(server.options());
    ASSERT_TRUE(pair.await_route());

    server.ask({"PUBLISH", "holdfast:room:harbour", "not one of ours"});
    server.ask({"PUBLISH", "holdfast:room:harbour", ""});
    server.ask({"PUBLISH", "holdfast:heartbeat:otter", "HB1"});
    pair.fern->bus().publish(delivery("room:harbour", 1, "ours"));

    ASSERT_TRUE(pair.otter->ear().await_count(1));
    EXPECT_EQ(pair.otter->ear().heard().size(), 1u);
}

TEST(RedisBus, KeepsTwoPrefixesApart) {
    RedisServer server;
    RedisOptions other = server.options();
    other.prefix = "elsewhere:";
    Pair pair(server.options());
    const auto stranger = node_on(other, "stranger");
    stranger->bus().follow("room:harbour");
    ASSERT_TRUE(await_connected(*stranger));
    ASSERT_TRUE(pair.await_route());

    pair.fern->bus().publish(delivery("room:harbour", 1, "m"));

    ASSERT_TRUE(pair.otter->ear().await_count(1));
    EXPECT_TRUE(stranger->ear().heard().empty());
}

TEST(RedisBus, GoesAwayAtAnyMoment) {
    RedisServer server;
    {
        const auto just_made = node_on(server.options(), "fern");
    }
    {
        Pair busy(server.options());
        ASSERT_TRUE(busy.await_route());
        for (int times = 0; times < 100; ++times) {
            busy.fern->bus().publish(delivery("room:harbour", 1, "m"));
        }
    }
    {
        const auto stalled = node_on(server.options(), "fern");
        ASSERT_TRUE(await_connected(*stalled));
        server.stall();
        stalled->bus().publish(delivery("room:harbour", 1, "m"));
    }
    server.resume();
}

TEST(RedisBus, LeavesNothingBehindOnALoopThatNeverRan) {
    const std::size_t before = open_descriptors();
    {
        boost::asio::io_context context;
        const auto bus = make_redis_bus(context, RedisOptions{}, "fern");
        bus->follow("room:harbour");
        bus->publish(delivery("room:harbour", 1, "m"));
    }

    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace holdfast::bus
