// What a broken or hostile client sends gets a typed error, and costs nobody else anything.

#include "common/protocol/codec.hpp"
#include "tests/integration/net/harness.hpp"
#include "tests/integration/server/process.hpp"
#include "tests/scenario/actor.hpp"
#include "tests/scenario/socket_world.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace holdfast {
namespace {

using namespace std::chrono_literals;
using scenario::Actor;

class BadInput : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(server.start()) << server.log();
        world = std::make_unique<scenario::SocketWorld>(
            server.target(), std::map<std::string, std::string>{}
        );
    }

    // Sends one frame on a fresh connection; the refusal that comes back.
    protocol::Refused refusal_of(const std::string& frame) {
        auto wire = world->connect();
        if (!wire) return {};
        (*wire)->send(frame);
        world->run_until([&] { return !(*wire)->frames.empty(); }, 5s);
        if ((*wire)->frames.empty()) return {};
        const auto decoded = protocol::decode_from_server((*wire)->frames.front());
        const auto* reply = decoded ? std::get_if<protocol::Reply>(&*decoded) : nullptr;
        const auto* refused = reply ? std::get_if<protocol::Refused>(reply) : nullptr;
        return refused ? *refused : protocol::Refused{};
    }

    test::ServerProcess server;
    std::unique_ptr<scenario::SocketWorld> world;
};

TEST_F(BadInput, GetsATypedErrorThatNamesTheField) {
    EXPECT_EQ(refusal_of("{nonsense").code, Errc::bad_json);
    EXPECT_EQ(refusal_of("[]").code, Errc::bad_json);
    EXPECT_EQ(refusal_of(R"({"type":"ping"})").field, "ref");
    EXPECT_EQ(refusal_of(R"({"type":"fly","ref":"1"})").code, Errc::unknown_command);
    EXPECT_EQ(refusal_of(R"({"type":"join","ref":"1","room":7})").field, "room");
    EXPECT_EQ(refusal_of(R"({"type":"say","ref":"1","room":"harbour"})").field, "key");
    EXPECT_EQ(refusal_of(R"({"type":"join","ref":"1","room":"x"})").code, Errc::not_signed_in);
    EXPECT_EQ(refusal_of(R"({"type":"hello","ref":"1","token":"x"})").code, Errc::bad_token);
}

TEST_F(BadInput, IsNeverInTheLog) {
    refusal_of(R"({"type":"say","ref":"1","room":"canary phrase alpha"})");
    refusal_of("canary phrase beta");
    {
        Actor fern(*world, "fern", Role::member);
        ASSERT_TRUE(fern.arrive());
        ASSERT_TRUE(fern.join("harbour"));
        ASSERT_TRUE(fern.say("harbour", "canary phrase gamma, I want to die tonight"));
    }
    server.ask_to_stop();
    world.reset();
    server.wait_for_end();

    EXPECT_EQ(server.log().find("canary"), std::string::npos);
}

// A care thread that is not there looks like any other missing room, and asking for it a hundred
// times must not leave a hundred rooms in the store.
TEST_F(BadInput, AMadeUpCareThreadLeavesNothingInTheStore) {
    Actor fern(*world, "fern", Role::member);
    ASSERT_TRUE(fern.arrive());
    for (int i = 0; i < 3; ++i) {
        const auto reply = fern.join("care.made-up-" + std::to_string(i));
        ASSERT_TRUE(reply);
        const auto* refused = std::get_if<protocol::Refused>(&*reply);
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->code, Errc::no_such_room);
    }
    server.kill();

    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(server.store_file().c_str(), &db), SQLITE_OK);
    sqlite3_stmt* count = nullptr;
    const char* sql = "SELECT count(*) FROM room WHERE id LIKE 'care.%'";
    ASSERT_EQ(sqlite3_prepare_v2(db, sql, -1, &count, nullptr), SQLITE_OK);
    ASSERT_EQ(sqlite3_step(count), SQLITE_ROW);
    EXPECT_EQ(sqlite3_column_int(count, 0), 0);
    sqlite3_finalize(count);
    sqlite3_close(db);
}

TEST_F(BadInput, TooFastIsSaidWithATimeToWait) {
    Actor fern(*world, "fern", Role::member);
    ASSERT_TRUE(fern.arrive());
    ASSERT_TRUE(fern.join("harbour"));
    std::optional<protocol::Refused> refused;
    for (int i = 0; i < 10 && !refused; ++i) {
        const auto reply = fern.say("harbour", "line " + std::to_string(i));
        ASSERT_TRUE(reply);
        if (const auto* r = std::get_if<protocol::Refused>(&*reply)) refused = *r;
    }
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, Errc::too_fast);
    ASSERT_TRUE(refused->retry_after);
    EXPECT_LE(*refused->retry_after, 1000u);
}

TEST_F(BadInput, ClosesTheConnectionThatKeepsAtItAndNoOther) {
    Actor fern(*world, "fern", Role::member);
    ASSERT_TRUE(fern.arrive());
    ASSERT_TRUE(fern.join("harbour"));
    auto wire = world->connect();
    ASSERT_TRUE(wire);

    for (int i = 0; i < 40; ++i)
        (*wire)->send("{nonsense");

    ASSERT_TRUE(world->run_until([&] { return (*wire)->closed_with.has_value(); }, 5s));
    EXPECT_EQ((*wire)->closed_with, 4501);
    EXPECT_TRUE(fern.say("harbour", "still here"));
}

TEST_F(BadInput, AnEndpointAnswersWrongMethodsAndBodies) {
    const auto status = [&](const std::string& method, const std::string& path, std::string body) {
        boost::asio::io_context context;
        net::HttpRequest request;
        request.method = method;
        request.path = path;
        request.body = std::move(body);
        unsigned answer = 0;
        net::call(context, server.target(), std::move(request), 5s, [&](auto response) {
            if (response) answer = response->status;
        });
        context.run();
        return answer;
    };
    EXPECT_EQ(status("GET", "/healthz", ""), 200u);
    EXPECT_EQ(status("GET", "/readyz", ""), 200u);
    EXPECT_EQ(status("GET", "/metrics", ""), 200u);
    EXPECT_EQ(status("GET", "/api/rooms", ""), 200u);
    EXPECT_EQ(status("GET", "/api/content?lang=en", ""), 200u);
    EXPECT_EQ(status("GET", "/api/guests", ""), 405u);
    EXPECT_EQ(status("GET", "/api/nothing", ""), 404u);
    EXPECT_EQ(status("POST", "/api/sign-in", "{"), 400u);
    EXPECT_EQ(status("POST", "/api/sign-in", "{}"), 400u);
    EXPECT_EQ(status("POST", "/api/sign-in", R"({"code":"AAAA-AAAA-AAAA-AAAA"})"), 401u);
}

// Whoever asks for much and reads nothing is cut off and counted, and delays nobody.
TEST(SilentReader, IsClosedAndCounted) {
    // The handshake's time is also how long a close frame may go unanswered.
    test::ServerProcess server({"limits.outbox_bytes=16384", "limits.handshake=1s"});
    ASSERT_TRUE(server.start()) << server.log();
    scenario::SocketWorld world(server.target(), {});
    Actor fern(world, "fern", Role::member);
    ASSERT_TRUE(fern.arrive());
    ASSERT_TRUE(fern.join("harbour"));
    const auto overflows = [&] {
        net::BareSocket socket(server.target().port);
        socket.send("GET /metrics HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        const std::string figures = socket.read_to_close();
        constexpr std::string_view name = "\nholdfast_outbox_overflows_total ";
        const std::size_t at = figures.find(name);
        return at == std::string::npos ? '?' : figures[at + name.size()];
    };
    ASSERT_EQ(overflows(), '0');

    constexpr int small_buffer = 4096;
    net::BareSocket silent(server.target().port, small_buffer);
    silent.upgrade();
    // Each is answered, and none of the answers is read.
    for (int i = 0; i < 100'000; ++i)
        silent.send_frame(0x81, R"({"type":"ping","ref":"a reference of some length"})");

    EXPECT_TRUE(net::eventually([&] { return overflows() == '1'; }));
    EXPECT_TRUE(fern.say("harbour", "still here"));
}

}  // namespace
}  // namespace holdfast
