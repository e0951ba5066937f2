#include "common/config.hpp"

#include "tests/unit/moderation/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace holdfast::config {
namespace {

Environment environment(std::map<std::string, std::string> variables) {
    return
        [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            if (found == variables.end()) return {};
            return found->second;
        };
}

const std::filesystem::path example =
    std::filesystem::path(HOLDFAST_SOURCE_DIR) / "deploy" / "holdfast.example.toml";

TEST(Config, OfTheExampleFileIsTheDefault) {
    const auto loaded = load(example, environment({}));

    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(to_toml(*loaded), to_toml(Config{}));
}

TEST(Config, ExampleFileNamesEverySetting) {
    std::ifstream stream(example);
    std::vector<std::string> named;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with('#') || line.find('=') == std::string::npos) continue;
        named.push_back(line.substr(0, line.find(' ')));
    }

    std::vector<std::string> wanted;
    std::istringstream all(to_toml(Config{}));
    for (std::string line; std::getline(all, line);) {
        if (line.find('=') != std::string::npos) wanted.push_back(line.substr(0, line.find(' ')));
    }
    EXPECT_EQ(named, wanted);
}

TEST(Config, EnvironmentWinsOverTheFile) {
    const auto loaded = load(
        example, environment({{"HOLDFAST_SERVER_PORT", "9000"}, {"HOLDFAST_LIMITS_IDLE", "5s"}})
    );

    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(loaded->server.port, 9000);
    EXPECT_EQ(loaded->limits.idle, std::chrono::seconds{5});
    EXPECT_EQ(loaded->server.address, "127.0.0.1");
}

TEST(Config, NamesTheVariableThatCannotBeRead) {
    const auto loaded = load({}, environment({{"HOLDFAST_SERVER_PORT", "eighty"}}));

    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, Errc::bad_config);
    EXPECT_TRUE(loaded.error().detail.starts_with("HOLDFAST_SERVER_PORT: "))
        << loaded.error().detail;
}

TEST(Config, PrintsWhatItCanReadAgain) {
    const moderation::TemporaryFolder folder;
    Config config;
    config.server.address = "\"quoted\" \\ and more";
    config.limits.idle = std::chrono::milliseconds{1'500};

    const auto loaded = load(folder.write("holdfast.toml", to_toml(config)), environment({}));

    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(to_toml(*loaded), to_toml(config));
}

}  // namespace
}  // namespace holdfast::config
