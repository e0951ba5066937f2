#include "tests/integration/net/harness.hpp"

namespace holdfast::net {
namespace {

class WebSocket : public testing::TestWithParam<bool> {
protected:
    static ListenOptions options() { return GetParam() ? on_loopback_tls() : on_loopback(); }
};
INSTANTIATE_TEST_SUITE_P(PlainAndTls, WebSocket, testing::Bool(), [](const auto& each) {
    return each.param ? "Tls" : "Plain";
});

TEST_P(WebSocket, EchoesTextsOfEverySize) {
    TestServer server(options());
    TestClient client;
    client.connect(server.target());
    ASSERT_TRUE(client.wait_until_open());

    const std::vector<std::string> texts = {
        "", "a", std::string(125, 'b'), std::string(126, 'c'), std::string(16 * 1024, 'd'), "e"
    };
    for (const std::string& text : texts)
        client.send(text);

    ASSERT_TRUE(client.wait_for(texts.size()));
    EXPECT_EQ(client.received, texts);
}

TEST_P(WebSocket, DeliversAThousandBroadcastsInOrderToAll) {
    TestServer server(options());
    std::vector<TestClient> clients(5);
    for (TestClient& client : clients) {
        client.connect(server.target());
        ASSERT_TRUE(client.wait_until_open());
    }

    clients[0].send("flood 1000 100");

    for (TestClient& client : clients) {
        ASSERT_TRUE(client.wait_for(1000));
        for (std::size_t i = 0; i < 1000; ++i) {
            ASSERT_EQ(std::stoul(client.received[i]), i);
        }
    }
}

TEST_P(WebSocket, ServesShardsOnThreadsOfTheirOwn) {
    TestServer server(options(), 2);
    std::vector<TestClient> clients(4);

    for (TestClient& client : clients)
        client.connect(server.target());
    for (TestClient& client : clients) {
        ASSERT_TRUE(client.wait_until_open());
        client.send("hello");
        ASSERT_TRUE(client.wait_for(1));
    }

    const std::scoped_lock lock(server.witness().mutex);
    EXPECT_EQ(server.witness().threads.size(), 2U);
    EXPECT_EQ(server.listener().connections(), 4U);
}

TEST_P(WebSocket, TellsBothSidesOnceThatItIsOver) {
    TestServer server(options());
    TestClient client;
    client.connect(server.target());
    ASSERT_TRUE(client.wait_until_open());

    client.send("remove");

    ASSERT_TRUE(client.wait_until_ended());
    EXPECT_EQ(client.end->code, 4503);
    EXPECT_EQ(client.end->reason, "removed");
    EXPECT_EQ(client.closed, 1);
    EXPECT_TRUE(eventually([&] { return server.witness().handlers == 0; }));
    EXPECT_EQ(server.witness().closed, 1);
    EXPECT_TRUE(eventually([&] { return server.listener().connections() == 0; }));
}

TEST_P(WebSocket, SurvivesAnExceptionOfAnotherConnection) {
    TestServer server(options());
    std::vector<TestClient> clients(2);
    for (TestClient& client : clients) {
        client.connect(server.target());
        ASSERT_TRUE(client.wait_until_open());
    }

    clients[0].send("throw");

    ASSERT_TRUE(clients[0].wait_until_ended());
    EXPECT_EQ(clients[0].end->code, 1011);
    clients[1].send("still here");
    ASSERT_TRUE(clients[1].wait_for(1));
    EXPECT_EQ(server.witness().closed, 1);
}

TEST_P(WebSocket, HoldsNothingOfAConnectionThatVanished) {
    TestServer server(options());
    {
        TestClient client;
        client.connect(server.target());
        ASSERT_TRUE(client.wait_until_open());
    }

    EXPECT_TRUE(eventually([&] { return server.listener().connections() == 0; }));
    EXPECT_EQ(server.witness().closed, 1);
    EXPECT_EQ(server.witness().handlers, 0);
}

TEST(WebSocketHandshake, NegotiatesTheSubprotocol) {
    TestServer server(on_loopback());
    BareSocket socket(server.port());

    socket.send(upgrade_request + "Sec-WebSocket-Protocol: other, holdfast.v1\r\n\r\n");
    const std::string head = socket.read_to("\r\n\r\n");

    EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
    EXPECT_NE(head.find("Sec-WebSocket-Protocol: holdfast.v1\r\n"), std::string::npos) << head;
    // RFC 6455, 1.3: the answer to its sample key.
    EXPECT_NE(head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos) << head;
}

TEST(WebSocketHandshake, IsRefusedWithoutTheSubprotocol) {
    TestServer server(on_loopback());
    BareSocket without(server.port());
    BareSocket with_another(server.port());

    without.send(upgrade_request + "\r\n");
    with_another.send(upgrade_request + "Sec-WebSocket-Protocol: holdfast.v2\r\n\r\n");

    for (BareSocket* socket : {&without, &with_another}) {
        const std::string answer = socket->read_to_close();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
        EXPECT_NE(answer.find(R"({"code":"bad_subprotocol")"), std::string::npos) << answer;
    }
    EXPECT_EQ(server.witness().opened, 0);
}

TEST(WebSocketHandshake, IsRefusedWhereTheApplicationTakesNoMore) {
    TestServer server(on_loopback());
    Target target = server.target();
    target.websocket_path = "/ws?refuse";
    TestClient client;

    client.connect(target);

    ASSERT_TRUE(client.wait_until_ended());
    EXPECT_EQ(client.end->code, 0);
    EXPECT_EQ(client.closed, 0);
}

TEST(WebSocketHandshake, TellsAClientThatNobodyListens) {
    Target target;
    {
        TestServer server(on_loopback());
        target = server.target();
    }
    TestClient client;

    client.connect(target);

    ASSERT_TRUE(client.wait_until_ended());
    EXPECT_EQ(client.end->reason, "Connection refused");
}

struct Misbehaviour {
    const char* name;
    unsigned char first_byte;
    std::string payload;
    std::uint16_t close_code;
};

class WebSocketMisbehaviour : public testing::TestWithParam<Misbehaviour> {};
INSTANTIATE_TEST_SUITE_P(
    Each,
    WebSocketMisbehaviour,
    testing::Values(
        Misbehaviour{"BinaryFrame", 0x82, "x", 4501},
        Misbehaviour{"FrameOverTheLimit", 0x81, std::string(16 * 1024 + 1, 'x'), 4501},
        Misbehaviour{"MessageOverTheLimitInPieces", 0x01, std::string(16 * 1024 + 1, 'x'), 4501},
        // Found by Beast, which answers by itself with the codes of RFC 6455, 7.4.1.
        Misbehaviour{"TextThatIsNotUtf8", 0x81, "\xC3\x28", 1007},
        Misbehaviour{"UnknownOpcode", 0x83, "x", 1002},
        Misbehaviour{"ReservedBit", 0xC1, "x", 1002}
    ),
    [](const auto& each) { return std::string(each.param.name); }
);

TEST_P(WebSocketMisbehaviour, ClosesThatConnectionOnly) {
    TestServer server(on_loopback());
    TestClient other;
    other.connect(server.target());
    ASSERT_TRUE(other.wait_until_open());
    BareSocket socket(server.port());
    socket.upgrade();

    socket.send_frame(GetParam().first_byte, GetParam().payload);

    EXPECT_EQ(socket.read_close_code(), GetParam().close_code);
    EXPECT_TRUE(eventually([&] { return server.witness().opened == 2; }));
    other.send("still here");
    EXPECT_TRUE(other.wait_for(1));
}

TEST(WebSocketFrames, OfOneMessageAreJoined) {
    TestServer server(on_loopback());
    BareSocket socket(server.port());
    socket.upgrade();

    socket.send_frame(0x01, "a");
    socket.send_frame(0x89, "ping between");
    socket.send_frame(0x80, "b");

    const auto pong = socket.read_frame();
    const auto text = socket.read_frame();
    ASSERT_TRUE(pong && text);
    EXPECT_EQ(pong->opcode, 10U);
    EXPECT_EQ(pong->payload, "ping between");
    EXPECT_EQ(text->payload, "ab");
}

}  // namespace
}  // namespace holdfast::net
