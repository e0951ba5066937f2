// PROTOCOL.md stays true to the headers: every frame on the page goes through the codec, and every
// name that a client can meet is explained there.

#include "common/json.hpp"
#include "common/protocol/close_code.hpp"
#include "common/protocol/codec.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace holdfast::protocol {
namespace {

std::string page() {
    std::ostringstream text;
    text
        << std::ifstream(std::string(HOLDFAST_SOURCE_DIR) + "/common/protocol/PROTOCOL.md").rdbuf();
    return text.str();
}

struct Example {
    int line = 0;
    bool is_from_client = false;
    std::string frame;
};

// Lines such as `fern -> {...}` and `<- {...}`.
std::vector<Example> examples() {
    static const std::regex pattern(R"(^([a-z]+ )?(->|<-) (\{.*\})$)");
    std::vector<Example> found;
    std::istringstream text(page());
    int number = 0;
    for (std::string line; std::getline(text, line);) {
        ++number;
        std::smatch match;
        if (std::regex_match(line, match, pattern))
            found.push_back({number, match[2] == "->", match[3]});
    }
    return found;
}

// The page's frame, as the codec writes what it read. Empty where it could not be read.
std::string through_the_codec(const Example& example) {
    if (example.is_from_client) {
        const auto decoded = decode(example.frame);
        if (const auto* refused = std::get_if<Refused>(&decoded)) {
            ADD_FAILURE() << "line " << example.line << ": " << encode(Reply{*refused});
            return "";
        }
        return encode(std::get<Request>(decoded));
    }
    const auto decoded = decode_from_server(example.frame);
    if (!decoded) {
        ADD_FAILURE() << "line " << example.line << ": " << decoded.error().detail;
        return "";
    }
    return std::visit([](const auto& told) { return encode(told); }, *decoded);
}

TEST(ProtocolDoc, ShowsFramesAsTheyGoOverTheWire) {
    ASSERT_GT(examples().size(), 40u);
    for (const Example& example : examples()) {
        EXPECT_EQ(through_the_codec(example), example.frame) << "line " << example.line;
    }
}

template <class Variant>
void expect_example_of_each(const std::set<std::string>& shown) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>>(
        [&](auto identity) {
            const std::string type(decltype(identity)::type::type);
            EXPECT_TRUE(shown.contains(type)) << type;
        }
    );
}

TEST(ProtocolDoc, HasAnExampleOfEachCommandReplyAndEvent) {
    std::set<std::string> commands;
    std::set<std::string> told;
    for (const Example& example : examples()) {
        const boost::json::value frame = boost::json::parse(example.frame);
        std::set<std::string>& into = example.is_from_client ? commands : told;
        into.insert(std::string(frame.at("type").as_string()));
    }
    expect_example_of_each<Command>(commands);
    expect_example_of_each<Reply>(told);
    expect_example_of_each<Event>(told);
}

// Every enumerator stands on the page in backticks.
template <class Enum>
void expect_names(const std::string& text) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto enumerator) {
        const std::string name = "`" + std::string(without_underscore(enumerator.name)) + "`";
        EXPECT_NE(text.find(name), std::string::npos) << name;
    });
}

TEST(ProtocolDoc, ExplainsEachErrorStateDecisionAndCloseCode) {
    const std::string text = page();
    expect_names<Errc>(text);
    expect_names<MessageState>(text);
    expect_names<Decision>(text);
    expect_names<EntryKind>(text);
    expect_names<CloseCode>(text);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<CloseCode>>([&](auto code) {
        const std::string number = std::to_string(static_cast<unsigned>(code.value));
        EXPECT_NE(text.find("| " + number + " | `" + code.name + "`"), std::string::npos) << number;
    });
}

TEST(ProtocolDoc, StatesTheLimits) {
    const std::string text = page();
    EXPECT_NE(text.find(std::string(subprotocol)), std::string::npos);
    EXPECT_NE(text.find("16,384 bytes"), std::string::npos);
    static_assert(max_frame_bytes == 16'384);
    EXPECT_NE(text.find("2,000 code points"), std::string::npos);
    static_assert(max_text_code_points == 2'000);
    EXPECT_NE(text.find("1 to 64 bytes"), std::string::npos);
    static_assert(max_id_bytes == 64);
    EXPECT_NE(text.find("| entries in a page of history | 100 |"), std::string::npos);
    static_assert(max_page == 100);
}

}  // namespace
}  // namespace holdfast::protocol
