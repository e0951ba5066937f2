// The server is killed and started again: what was acknowledged is there, what was held is held.

#include "tests/integration/server/process.hpp"
#include "tests/scenario/actor.hpp"
#include "tests/scenario/socket_world.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/resource.h>

namespace holdfast {
namespace {

using namespace std::chrono_literals;
using scenario::Actor;

class KilledServer : public testing::Test {
protected:
    void SetUp() override {
        wren_code = server.add_staff("wren", "moderator");
        ASSERT_TRUE(server.start()) << server.log();
    }

    // Accounts outlive the server; the worlds of before and after reach it on different ports.
    std::unique_ptr<scenario::SocketWorld> world() {
        return std::make_unique<scenario::SocketWorld>(
            server.target(), std::map<std::string, std::string>{{"wren", wren_code}}
        );
    }

    test::ServerProcess server;
    std::string wren_code;
};

template <class T>
const T* reply_of(const Result<protocol::Reply>& reply) {
    return reply ? std::get_if<T>(&*reply) : nullptr;
}

TEST_F(KilledServer, KeepsEveryAcknowledgedMessageHeldTextAndOpenCase) {
    const std::string crisis = "I'm going to kill myself tonight";
    scenario::Login fern_login;
    scenario::Login wren_login;
    std::vector<std::string> acknowledged;
    {
        auto before = world();
        Actor fern(*before, "fern", Role::member);
        Actor wren(*before, "wren", Role::moderator);
        ASSERT_TRUE(fern.arrive());
        ASSERT_TRUE(wren.arrive());
        ASSERT_TRUE(fern.join("harbour"));
        for (const std::string text : {"one", "two", "three"}) {
            ASSERT_TRUE(reply_of<protocol::Said>(fern.say("harbour", text)));
            acknowledged.push_back(text);
        }
        ASSERT_TRUE(reply_of<protocol::Said>(fern.say("harbour", crisis)));
        fern_login = fern.login();
        wren_login = wren.login();
        server.kill();
    }
    ASSERT_TRUE(server.start()) << server.log();

    auto after = world();
    Actor fern(*after, "fern", Role::member, fern_login);
    Actor wren(*after, "wren", Role::moderator, wren_login);
    Actor moss(*after, "moss", Role::member);
    ASSERT_TRUE(fern.arrive());
    ASSERT_TRUE(wren.arrive());
    ASSERT_TRUE(moss.arrive());
    ASSERT_TRUE(reply_of<protocol::Joined>(fern.join("harbour")));
    ASSERT_TRUE(reply_of<protocol::Joined>(moss.join("harbour")));

    const Actor::RoomCopy* room = moss.room("harbour");
    ASSERT_TRUE(room);
    ASSERT_EQ(room->entries.size(), acknowledged.size());
    for (std::size_t i = 0; i < acknowledged.size(); ++i) {
        EXPECT_EQ(room->entries.at(i + 1).message.text, acknowledged[i]);
    }
    EXPECT_FALSE(moss.ever_received("kill myself"));
    ASSERT_TRUE(fern.own_by_text().contains(crisis));
    EXPECT_EQ(fern.own_by_text().at(crisis).state, protocol::MessageState::held);

    const auto watched = wren.ask(protocol::WatchQueue{});
    const auto* queue = reply_of<protocol::Queue>(watched);
    ASSERT_TRUE(queue);
    ASSERT_EQ(queue->cases.size(), 1u);
    EXPECT_EQ(queue->cases.front().level, Level::imminent);
    EXPECT_EQ(queue->cases.front().about.id, fern.who().id);
}

TEST_F(KilledServer, TakesASendThatIsRetriedAfterARestartAsTheSame) {
    scenario::Login login;
    protocol::Say say;
    say.room.value = "harbour";
    say.key.value = "the-same-key";
    say.text = "only once";
    {
        auto before = world();
        Actor fern(*before, "fern", Role::member);
        ASSERT_TRUE(fern.arrive());
        ASSERT_TRUE(fern.join("harbour"));
        ASSERT_TRUE(reply_of<protocol::Said>(fern.ask(say)));
        login = fern.login();
        server.kill();
    }
    ASSERT_TRUE(server.start()) << server.log();
    auto after = world();
    Actor fern(*after, "fern", Role::member, login);
    ASSERT_TRUE(fern.arrive());
    ASSERT_TRUE(fern.join("harbour"));

    const auto retried = fern.ask(say);

    ASSERT_TRUE(reply_of<protocol::Said>(retried));
    fern.look();
    EXPECT_EQ(fern.room("harbour")->entries.size(), 1u);
}

TEST_F(KilledServer, ClosesWithRestartingAndStopsCleanlyOnSigterm) {
    auto before = world();
    auto wire = before->connect();
    ASSERT_TRUE(wire);

    server.ask_to_stop();

    EXPECT_TRUE(before->run_until([&] { return (*wire)->closed_with.has_value(); }, 5s));
    EXPECT_EQ((*wire)->closed_with, 4001);
    EXPECT_EQ(server.wait_for_end(), 0) << server.log();
}

// A full disk, as the kernel shows it to one process: no file may grow past what it is now.
TEST_F(KilledServer, PausesTheRoomOnAFullDiskAndRecoversAlone) {
    auto world_now = world();
    Actor fern(*world_now, "fern", Role::member);
    Actor moss(*world_now, "moss", Role::member);
    ASSERT_TRUE(fern.arrive());
    ASSERT_TRUE(moss.arrive());
    ASSERT_TRUE(fern.join("harbour"));
    ASSERT_TRUE(moss.join("harbour"));
    ASSERT_TRUE(reply_of<protocol::Said>(fern.say("harbour", "before")));

    const rlimit none{0, RLIM_INFINITY};
    ASSERT_EQ(prlimit(server.pid(), RLIMIT_FSIZE, &none, nullptr), 0);
    const auto refused = fern.say("harbour", "while it is full");
    const auto* refusal = reply_of<protocol::Refused>(refused);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, Errc::store_unavailable);
    EXPECT_TRUE(world_now->run_until([&] { return fern.ever_received(R"("paused":true)"); }, 5s));

    const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
    ASSERT_EQ(prlimit(server.pid(), RLIMIT_FSIZE, &all, nullptr), 0);
    ASSERT_TRUE(world_now->run_until(
        [&] { return fern.ever_received(R"("type":"paused","room":"harbour","paused":false)"); },
        10s
    ));
    EXPECT_TRUE(reply_of<protocol::Said>(fern.say("harbour", "after")));
    ASSERT_TRUE(world_now->run_until([&] { return moss.ever_received("\"after\""); }, 5s));
    EXPECT_FALSE(moss.ever_received("while it is full"));
}

}  // namespace
}  // namespace holdfast
