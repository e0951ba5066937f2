#include "tests/integration/net/harness.hpp"

namespace holdfast::net {
namespace {

class Http : public testing::TestWithParam<bool> {
protected:
    static ListenOptions options() { return GetParam() ? on_loopback_tls() : on_loopback(); }
};
INSTANTIATE_TEST_SUITE_P(PlainAndTls, Http, testing::Bool(), [](const auto& each) {
    return each.param ? "Tls" : "Plain";
});

TEST_P(Http, GivesTheApplicationTheWholeRequest) {
    TestServer server(options());
    TestClient client;
    HttpRequest request = get("/some/path");
    request.method = "POST";
    request.query = "a=1";
    request.headers.emplace_back("X-Test", "value");
    request.body = "body";

    const HttpResponse response = client.call(server.target(), request);

    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(*response.body, "POST /some/path?a=1 value body");
    EXPECT_EQ(header(response, "x-content-type-options"), "nosniff");
    EXPECT_EQ(header(response, "cache-control"), "no-store");
    EXPECT_EQ(header(response, "strict-transport-security").empty(), !GetParam());
}

TEST_P(Http, SendsABodyOfManyPieces) {
    TestServer server(options());
    TestClient client;

    const HttpResponse response = client.call(server.target(), get("/large"));

    EXPECT_EQ(response.body->size(), 3'000'000U);
}

TEST(HttpConnection, ServesManyRequestsOneAfterAnother) {
    TestServer server(on_loopback());
    BareSocket socket(server.port());

    // The second and third wait in the buffer while the first is answered.
    socket.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
        "HEAD /2 HTTP/1.1\r\nHost: a\r\n\r\n"
        "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    );
    const std::string answers = socket.read_to_close();

    const std::size_t first = answers.find("GET /1?");
    const std::size_t third = answers.find("GET /3?");
    EXPECT_NE(first, std::string::npos) << answers;
    EXPECT_EQ(answers.find("HEAD /2?"), std::string::npos) << answers;
    EXPECT_NE(third, std::string::npos) << answers;
    EXPECT_LT(first, third);
    socket.close();
    EXPECT_TRUE(eventually([&] { return server.listener().connections() == 0; }));
}

TEST(HttpConnection, TakesAnAnswerThatComesLater) {
    TestServer server(on_loopback());
    BareSocket waiting(server.port());
    waiting.send("GET /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return server.witness().waiting == 1; }));
    TestClient other;

    other.call(server.target(), get("/now"));
    const std::string answer = waiting.read_to_close();

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK")) << answer;
}

TEST(HttpConnection, AnswersAMistakeOfTheApplicationWith500) {
    TestServer server(on_loopback());
    TestClient client;

    const HttpResponse response = client.call(server.target(), get("/throw"));

    EXPECT_EQ(response.status, 500U);
    EXPECT_EQ(client.call(server.target(), get("/")).status, 200U);
}

struct BadRequest {
    const char* name;
    std::string bytes;
    const char* status;
    const char* code;
};

class HttpRefusal : public testing::TestWithParam<BadRequest> {};
INSTANTIATE_TEST_SUITE_P(
    Each,
    HttpRefusal,
    testing::Values(
        BadRequest{"Garbage", "\x16\x03\x01 hello\r\n\r\n", "400", "bad_request"},
        BadRequest{"TargetOfAProxy", "GET http://a/ HTTP/1.1\r\n\r\n", "400", "bad_request"},
        BadRequest{"BadEscape", "GET /%zz HTTP/1.1\r\n\r\n", "400", "bad_request"},
        BadRequest{
            "BodyOverTheLimit",
            "POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n",
            "413",
            "body_too_large"
        },
        BadRequest{
            "ChunkedBodyOverTheLimit",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" +
                std::string(0x20000, 'x') + "\r\n0\r\n\r\n",
            "413",
            "body_too_large"
        },
        BadRequest{
            "HeaderOverTheLimit",
            "GET / HTTP/1.1\r\nX: " + std::string(10'000, 'x') + "\r\n\r\n",
            "431",
            "header_too_large"
        },
        BadRequest{
            "WebSocketPathWithoutUpgrade", "GET /ws HTTP/1.1\r\n\r\n", "426", "upgrade_required"
        },
        BadRequest{
            "WebSocketWithoutAKey",
            "GET /ws HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n",
            "400",
            "bad_request"
        },
        BadRequest{
            "WebSocketOfAnotherVersion",
            "GET /ws HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 8\r\n\r\n",
            "426",
            "upgrade_required"
        }
    ),
    [](const auto& each) { return std::string(each.param.name); }
);

TEST_P(HttpRefusal, IsTypedJsonAndEndsTheConnection) {
    TestServer server(on_loopback());
    BareSocket socket(server.port());

    socket.send(GetParam().bytes);
    const std::string answer = socket.read_to_close();

    EXPECT_TRUE(answer.starts_with(std::string("HTTP/1.1 ") + GetParam().status)) << answer;
    EXPECT_NE(answer.find("{\"code\":\"" + std::string(GetParam().code)), std::string::npos)
        << answer;
    EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("\r\nContent-Security-Policy: "), std::string::npos) << answer;
    socket.close();
    EXPECT_TRUE(eventually([&] { return server.listener().connections() == 0; }));
}

}  // namespace
}  // namespace holdfast::net
