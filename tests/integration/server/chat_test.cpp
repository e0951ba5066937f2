// Every conversation of tests/scenario/chats, played twice: in process, and over real sockets.

#include "tests/integration/server/process.hpp"
#include "tests/scenario/in_process_world.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/socket_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> chats() {
    std::vector<std::string> files;
    const std::string folder = HOLDFAST_SOURCE_DIR "/tests/scenario/chats";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".chat") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string name_of_chat(const testing::TestParamInfo<std::string>& info) {
    return std::filesystem::path(info.param).stem().string();
}

bool moves_the_clock(const std::vector<scenario::Step>& steps) {
    return std::any_of(steps.begin(), steps.end(), [](const scenario::Step& step) {
        return step.text.ends_with(" pass") || step.text.ends_with(" passes");
    });
}

class Chat : public testing::TestWithParam<std::string> {};

TEST_P(Chat, InProcess) {
    const auto steps = scenario::read_steps(GetParam());
    ASSERT_TRUE(steps);
    auto world = scenario::InProcessWorld::make(HOLDFAST_SOURCE_DIR);
    ASSERT_TRUE(world) << world.error().detail;
    scenario::Player player(**world, 2s);

    const auto result = player.play(*steps);

    EXPECT_TRUE(result) << GetParam() << ":" << (result ? "" : result.error().detail);
}

TEST_P(Chat, OverSockets) {
    const auto steps = scenario::read_steps(GetParam());
    ASSERT_TRUE(steps);
    if (moves_the_clock(*steps)) GTEST_SKIP() << "needs a clock that can be moved";
    test::ServerProcess server({"server.shards=2"});
    std::map<std::string, std::string> staff;
    for (const auto& [name, role] : {std::pair{"wren", "moderator"}, {"juniper", "senior"}}) {
        staff[name] = server.add_staff(name, role);
    }
    ASSERT_TRUE(server.start()) << server.log();
    scenario::SocketWorld world(server.target(), staff);
    scenario::Player player(world, 5s);

    const auto result = player.play(*steps);

    EXPECT_TRUE(result) << GetParam() << ":" << (result ? "" : result.error().detail);
    EXPECT_EQ(server.log().find("kill myself"), std::string::npos) << "a text reached the log";
    EXPECT_EQ(server.log().find("pills"), std::string::npos) << "a text reached the log";
    EXPECT_EQ(server.log().find("bug."), std::string::npos) << server.log();
}

// Every act of staff in a crisis, the reading of its text included, is in the audit chain.
TEST(Audit, HoldsEachActOfStaffInOrderAndNoText) {
    const auto steps = scenario::read_steps(HOLDFAST_SOURCE_DIR "/tests/scenario/chats/care.chat");
    ASSERT_TRUE(steps);
    auto world = scenario::InProcessWorld::make(HOLDFAST_SOURCE_DIR);
    ASSERT_TRUE(world) << world.error().detail;
    scenario::Player player(**world, 2s);
    ASSERT_TRUE(player.play(*steps));

    std::vector<std::string> acts;
    (*world)->store().audit_since(0, 100, [&](const auto& entries) {
        ASSERT_TRUE(entries);
        for (const store::AuditEntry& entry : *entries) {
            EXPECT_EQ(entry.row.actor, MemberId{"m-wren"});
            EXPECT_EQ(entry.row.detail.find("pills"), std::string::npos);
            acts.push_back(entry.row.act);
        }
    });

    EXPECT_EQ(
        acts,
        (std::vector<std::string>{"case.opened", "case.claimed", "care.said", "message.decided"})
    );
}

INSTANTIATE_TEST_SUITE_P(Chats, Chat, testing::ValuesIn(chats()), name_of_chat);

}  // namespace
}  // namespace holdfast
