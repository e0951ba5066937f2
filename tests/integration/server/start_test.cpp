// A server that cannot start says why in one line on stderr, before anything starts, and exits 2.

#include "tests/integration/server/process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace holdfast {
namespace {

namespace fs = std::filesystem;

class Start : public testing::Test {
protected:
    Start() {
        std::string shape = (fs::temp_directory_path() / "holdfast-start-XXXXXX").string();
        folder = mkdtemp(shape.data());
    }
    ~Start() override { fs::remove_all(folder); }

    test::Finished start(const std::vector<std::string>& settings) const {
        const std::string root = HOLDFAST_SOURCE_DIR;
        std::vector<std::string> arguments{"holdfast-server", "--check-config"};
        std::vector<std::string> all{
            "server.port=0",
            "paths.web=",
            "paths.content=" + root + "/server/content",
            "paths.ruleset=" + root + "/moderation/data",
            "store.file=" + (folder / "holdfast.db").string()
        };
        all.insert(all.end(), settings.begin(), settings.end());
        for (const std::string& setting : all) {
            arguments.push_back("--set");
            arguments.push_back(setting);
        }
        return test::run_program(arguments);
    }

    void expect_refusal(const std::vector<std::string>& settings, const std::string& why) const {
        const test::Finished finished = start(settings);
        EXPECT_EQ(finished.status, 2) << finished.err;
        EXPECT_NE(finished.err.find(why), std::string::npos) << finished.err;
        EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
    }

    fs::path folder;
};

TEST_F(Start, AcceptsWhatWeShip) {
    const test::Finished finished = start({});
    EXPECT_EQ(finished.status, 0) << finished.err;
}

TEST_F(Start, RefusesAnUnknownSettingAndAWrongValue) {
    expect_refusal({"server.prt=1"}, "server.prt=1: no such setting");
    expect_refusal({"server.port=99999"}, "HOLDFAST_SERVER_PORT");
    expect_refusal({"store.kind=oracle"}, "store.kind");
    expect_refusal({"server.log_level=loud"}, "server.log_level");
}

TEST_F(Start, NamesTheLineOfABrokenContentFile) {
    const fs::path content = folder / "content";
    fs::copy(HOLDFAST_SOURCE_DIR "/server/content", content, fs::copy_options::recursive);
    std::ofstream(content / "rooms.toml", std::ios::app) << "\nnonsense here\n";
    expect_refusal({"paths.content=" + content.string()}, "rooms.toml:");
}

TEST_F(Start, RefusesAPolicyThatWouldDeliverUnread) {
    const fs::path rules = folder / "rules";
    fs::copy(HOLDFAST_SOURCE_DIR "/moderation/data", rules, fs::copy_options::recursive);
    std::ofstream(rules / "policy.toml", std::ios::app) << "\n[nonsense]\n";
    expect_refusal({"paths.ruleset=" + rules.string()}, "policy.toml:");
}

TEST_F(Start, RefusesACertificateThatIsNotThere) {
    expect_refusal({"tls.certificate=/nowhere.pem", "tls.key=/nowhere.key"}, "/nowhere");
    expect_refusal({"tls.certificate=/nowhere.pem"}, "belong together");
}

TEST_F(Start, RefusesADataFolderThatIsNotThere) {
    expect_refusal({"store.file=/nowhere/holdfast.db"}, "/nowhere");
}

TEST_F(Start, RefusesAPortInUse) {
    test::ServerProcess running;
    ASSERT_TRUE(running.start()) << running.log();
    const std::string port = std::to_string(running.target().port);
    expect_refusal({"server.port=" + port}, port);
}

}  // namespace
}  // namespace holdfast
