// How connections end that do not end by themselves.
#include "tests/integration/net/harness.hpp"

#include <malloc.h>

namespace holdfast::net {
namespace {

TEST(Slowloris, IsClosedByTheHandshakeLimit) {
    for (const bool tls : {false, true}) {
        ListenOptions options = tls ? on_loopback_tls() : on_loopback();
        options.limits.handshake = 300ms;
        TestServer server(options);
        BareSocket silent(server.port());
        BareSocket dripping(server.port());

        dripping.send(tls ? "\x16" : "GET / HTTP/1.1\r\nX: ");
        EXPECT_TRUE(eventually([&] { return server.listener().connections() == 2; }));
        // A drop now and then puts nothing off.
        while (dripping.send("x"))
            std::this_thread::sleep_for(10ms);

        EXPECT_EQ(silent.read_to_close(), "");
        EXPECT_EQ(dripping.read_to_close().find("HTTP"), std::string::npos);
        EXPECT_TRUE(eventually([&] { return server.listener().connections() == 0; }));
    }
}

TEST(IdleHttp, IsClosedByTheIdleLimit) {
    ListenOptions options = on_loopback();
    options.limits.idle = 200ms;
    TestServer server(options);
    BareSocket socket(server.port());

    socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_TRUE(socket.read_to_close().starts_with("HTTP/1.1 200 OK"));
}

TEST(SilentPeer, IsPingedAndThenClosed) {
    ListenOptions options = on_loopback();
    options.limits.idle = 300ms;
    TestServer server(options);
    BareSocket silent(server.port());
    silent.upgrade();
    TestClient answering;
    answering.connect(server.target());
    ASSERT_TRUE(answering.wait_until_open());

    const auto ping = silent.read_frame();
    // Our client answers its pings while the other is given up.
    EXPECT_TRUE(answering.wait_until([&] { return server.witness().closed == 1; }));

    ASSERT_TRUE(ping);
    EXPECT_EQ(ping->opcode, 9U);
    EXPECT_FALSE(silent.read_frame());
    answering.send("still here");
    EXPECT_TRUE(answering.wait_for(1));
}

class SlowReader : public testing::Test {
protected:
    static constexpr int small_buffer = 4096;
    static constexpr std::size_t frame_size = 4096;

    // Floods the shard a bit at a time, as fast as `reader` follows, until `over`.
    template <class Condition>
    static std::chrono::milliseconds flood_until(TestClient& reader, Condition over) {
        std::chrono::milliseconds worst{0};
        for (int round = 0; round < 5000 && !over(); ++round) {
            const auto began = std::chrono::steady_clock::now();
            reader.received.clear();
            reader.send("flood 20 " + std::to_string(frame_size));
            EXPECT_TRUE(reader.wait_for(20));
            const auto took = std::chrono::steady_clock::now() - began;
            worst = std::max(worst, std::chrono::duration_cast<std::chrono::milliseconds>(took));
        }
        return worst;
    }
};

TEST_F(SlowReader, IsClosedWith4008AfterWholeFramesAndDelaysNobody) {
    TestServer server(on_loopback());
    BareSocket slow(server.port(), small_buffer);
    slow.upgrade();
    TestClient reader;
    reader.connect(server.target());
    ASSERT_TRUE(reader.wait_until_open());

    // The kernel's own buffers take some megabytes first.
    const std::size_t before = mallinfo2().uordblks;
    const auto worst = flood_until(reader, [bytes = std::size_t{0}]() mutable {
        bytes += 20 * frame_size;
        return bytes > 24'000'000;
    });
    const std::size_t after = mallinfo2().uordblks;

    EXPECT_LT(worst, 2s);
    EXPECT_LT(after, before + 1'000'000);
    std::size_t wanted = 0;
    std::uint16_t close_code = 0;
    while (const auto frame = slow.read_frame()) {
        if (frame->opcode == 8) {
            close_code = frame->close_code();
            break;
        }
        ASSERT_EQ(frame->payload.size(), frame_size);
        ASSERT_EQ(std::stoul(frame->payload), wanted % 20);
        ++wanted;
    }
    EXPECT_EQ(close_code, 4008);
    EXPECT_EQ(reader.end.has_value(), false);
    slow.close();
    ASSERT_TRUE(eventually([&] { return server.witness().closed.load() == 1; }));
    EXPECT_EQ(server.witness().closed_with.load(), protocol::CloseCode::slow);
}

TEST_F(SlowReader, GetsWholeFramesAndItsReasonOverTlsAsWell) {
    // What OpenSSL has begun to encrypt must go out as it was, whatever is dropped behind it.
    TestServer server(on_loopback_tls());
    TestClient slow;
    slow.connect(server.target());
    ASSERT_TRUE(slow.wait_until_open());
    TestClient reader;
    reader.connect(server.target());
    ASSERT_TRUE(reader.wait_until_open());

    // A client of ours reads nothing while nobody waits on it.
    flood_until(reader, [bytes = std::size_t{0}]() mutable {
        bytes += 20 * frame_size;
        return bytes > 24'000'000;
    });

    ASSERT_TRUE(slow.wait_until_ended());
    EXPECT_EQ(slow.end->code, 4008);
    ASSERT_FALSE(slow.received.empty());
    for (std::size_t i = 0; i < slow.received.size(); ++i) {
        ASSERT_EQ(std::stoul(slow.received[i]), i % 20);
        ASSERT_EQ(slow.received[i].size(), frame_size);
    }
}

TEST_F(SlowReader, ThatNeverReadsAgainIsCutOff) {
    ListenOptions options = on_loopback();
    options.limits.handshake = 500ms;
    TestServer server(options);
    BareSocket slow(server.port(), small_buffer);
    slow.upgrade();
    TestClient reader;
    reader.connect(server.target());
    ASSERT_TRUE(reader.wait_until_open());

    flood_until(reader, [&] { return server.witness().closed == 1; });

    EXPECT_EQ(server.witness().closed, 1);
    EXPECT_TRUE(eventually([&] { return server.listener().connections() == 1; }));
}

TEST_F(SlowReader, IsClosedWith4008WhenTheOutboxGetsOld) {
    ListenOptions options = on_loopback();
    options.limits.max_outbox = 1'000'000'000;
    options.limits.max_outbox_age = 300ms;
    options.limits.handshake = 500ms;
    TestServer server(options);
    BareSocket slow(server.port(), small_buffer);
    slow.upgrade();
    TestClient reader;
    reader.connect(server.target());
    ASSERT_TRUE(reader.wait_until_open());

    flood_until(reader, [&] { return server.witness().closed == 1; });

    EXPECT_EQ(server.witness().closed, 1);
}

TEST_F(SlowReader, ThatAsksForPongsIsBoundedAsWell) {
    ListenOptions options = on_loopback();
    options.limits.max_outbox = 16'384;
    TestServer server(options);
    BareSocket slow(server.port(), small_buffer);
    slow.upgrade();

    const std::string payload(125, 'p');
    int pings = 0;
    while (server.witness().closed == 0 && ++pings < 1'000'000)
        slow.send_frame(0x89, payload);

    EXPECT_EQ(server.witness().closed, 1);
}

TEST(CloseAll, ReachesEveryClientOfEveryShard) {
    for (const bool tls : {false, true}) {
        TestServer server(tls ? on_loopback_tls() : on_loopback(), 2);
        std::vector<TestClient> clients(4);
        for (TestClient& client : clients) {
            client.connect(server.target());
            ASSERT_TRUE(client.wait_until_open());
        }
        std::optional<BareSocket> idle;
        if (!tls) {
            idle.emplace(server.port());
            idle->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            idle->read_to("\r\n\r\n");
        }

        server.listener().stop_accepting();
        server.listener().close_all(protocol::CloseCode::restarting);

        for (TestClient& client : clients) {
            ASSERT_TRUE(client.wait_until_ended());
            EXPECT_EQ(client.end->code, 4001);
        }
        if (idle) {
            idle->read_to_close();
            idle->close();
        }
        EXPECT_TRUE(eventually([&] { return server.listener().connections() == 0; }));
        EXPECT_EQ(server.witness().closed, 4);
        EXPECT_EQ(server.witness().handlers, 0);
    }
}

TEST(CloseAll, SendsWhatIsQueuedBeforeTheLastWord) {
    TestServer server(on_loopback());
    TestClient client;
    client.connect(server.target());
    ASSERT_TRUE(client.wait_until_open());

    client.send("flood 50 1000");
    client.send("remove");

    ASSERT_TRUE(client.wait_until_ended());
    EXPECT_EQ(client.received.size(), 50U);
    EXPECT_EQ(client.end->code, 4503);
}

TEST(AbruptEnd, OfTheServerLeaksNothing) {
    std::vector<TestClient> clients(3);
    {
        TestServer server(on_loopback_tls(), 2);
        for (TestClient& client : clients) {
            client.connect(server.target());
            ASSERT_TRUE(client.wait_until_open());
        }
        clients[0].send("flood 100 1000");
    }
    // The contexts are gone with connections open: the sanitizer speaks if something was kept.
    for (TestClient& client : clients)
        EXPECT_TRUE(client.wait_until_ended());
}

}  // namespace
}  // namespace holdfast::net
