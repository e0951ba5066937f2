// The wire, byte for byte: one file a message in golden/. A difference is a change that clients
// notice. HOLDFAST_UPDATE_GOLDEN=1 writes the files anew.

#include "common/protocol/codec.hpp"
#include "tests/unit/common/protocol/samples.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace holdfast::protocol {
namespace {

std::filesystem::path golden(const std::string& kind, std::string_view type) {
    return std::filesystem::path(HOLDFAST_SOURCE_DIR) / "tests/unit/common/golden" /
           (kind + "." + std::string(type) + ".json");
}

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

template <class Variant>
std::string_view type_of(const Variant& message) {
    return std::visit([](const auto& one) { return one.type; }, message);
}

void expect_golden(const std::string& kind, std::string_view type, const std::string& wire) {
    const std::filesystem::path file = golden(kind, type);
    if (std::getenv("HOLDFAST_UPDATE_GOLDEN"))
        std::ofstream(file, std::ios::binary) << wire << '\n';
    EXPECT_EQ(content(file), wire + '\n') << file;
}

// Each alternative of Variant is among the samples.
template <class Variant>
void expect_each(const std::vector<Variant>& samples) {
    std::set<std::size_t> seen;
    for (const Variant& sample : samples)
        seen.insert(sample.index());
    EXPECT_EQ(seen.size(), std::variant_size_v<Variant>);
}

TEST(Golden, HoldsEachCommand) {
    std::vector<Command> commands;
    for (const Request& request : sample_commands()) {
        commands.push_back(request.command);
        const std::string wire = encode(request);
        expect_golden("command", type_of(request.command), wire);

        const auto decoded = decode(wire);

        ASSERT_TRUE(std::holds_alternative<Request>(decoded)) << wire;
        EXPECT_EQ(std::get<Request>(decoded).ref, request.ref);
        EXPECT_EQ(encode(std::get<Request>(decoded)), wire);
    }
    expect_each(commands);
}

TEST(Golden, HoldsEachReply) {
    for (const Reply& reply : sample_replies()) {
        const std::string wire = encode(reply);
        expect_golden("reply", type_of(reply), wire);

        const auto decoded = decode_from_server(wire);

        ASSERT_TRUE(decoded) << decoded.error().detail;
        ASSERT_TRUE(std::holds_alternative<Reply>(*decoded)) << wire;
        EXPECT_EQ(encode(std::get<Reply>(*decoded)), wire);
    }
    expect_each(sample_replies());
}

TEST(Golden, HoldsEachEvent) {
    for (const Event& event : sample_events()) {
        const std::string wire = encode(event);
        expect_golden("event", type_of(event), wire);

        const auto decoded = decode_from_server(wire);

        ASSERT_TRUE(decoded) << decoded.error().detail;
        ASSERT_TRUE(std::holds_alternative<Event>(*decoded)) << wire;
        EXPECT_EQ(encode(std::get<Event>(*decoded)), wire);
    }
    expect_each(sample_events());
}

TEST(Golden, HasNoFileForAMessageThatIsGone) {
    std::size_t files = 0;
    const auto folder = golden("", "").parent_path();
    for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(folder))
        ++files;
    EXPECT_EQ(files, sample_commands().size() + sample_replies().size() + sample_events().size());
}

}  // namespace
}  // namespace holdfast::protocol
