#include "common/protocol/codec.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace holdfast::protocol {
namespace {

std::string times(int count, const std::string& text) {
    std::string whole;
    for (int i = 0; i < count; ++i)
        whole += text;
    return whole;
}

std::string say(const std::string& text) {
    return R"({"type":"say","ref":"r1","room":"harbour","key":"k1","text":")" + text + "\"}";
}

struct Refusal {
    const char* what;
    std::string frame;
    Errc code;
    const char* ref;
    std::optional<std::string> field;
};

const Refusal refusals[] = {
    {"nothing", "", Errc::bad_json, "", {}},
    {"half an object", R"({"type":"ping","ref":"r1")", Errc::bad_json, "", {}},
    {"something behind it", R"({"type":"ping","ref":"r1"} x)", Errc::bad_json, "", {}},
    {"a comma too many", R"({"type":"ping","ref":"r1",})", Errc::bad_json, "", {}},
    {"an array", R"(["ping"])", Errc::bad_json, "", {}},
    {"a string", R"("ping")", Errc::bad_json, "", {}},
    {"a surrogate alone", say(R"(\ud800)"), Errc::bad_json, "", {}},
    {"bytes that are no UTF-8", say("\xff"), Errc::bad_json, "", {}},
    {"deep nesting",
     R"({"type":"ping","ref":"r1","x":)" + times(20, "[") + times(20, "]") + "}",
     Errc::bad_json,
     "",
     {}},
    {"a parser bomb", times(8'000, "["), Errc::bad_json, "", {}},
    {"no ref", R"({"type":"ping"})", Errc::bad_field, "", "ref"},
    {"an empty ref", R"({"type":"ping","ref":""})", Errc::bad_field, "", "ref"},
    {"a number for a ref", R"({"type":"ping","ref":1})", Errc::bad_field, "", "ref"},
    {"a ref of 65 bytes",
     R"({"type":"ping","ref":")" + times(65, "r") + "\"}",
     Errc::bad_field,
     "",
     "ref"},
    {"no type", R"({"ref":"r1"})", Errc::bad_field, "r1", "type"},
    {"a number for a type", R"({"ref":"r1","type":5})", Errc::bad_field, "r1", "type"},
    {"an unknown command", R"({"ref":"r1","type":"shout"})", Errc::unknown_command, "r1", "type"},
    {"a type in capitals", R"({"ref":"r1","type":"PING"})", Errc::unknown_command, "r1", "type"},
    {"a reply for a command", R"({"ref":"r1","type":"done"})", Errc::unknown_command, "r1", "type"},
    {"no room", R"({"ref":"r1","type":"leave"})", Errc::bad_field, "r1", "room"},
    {"null for a room", R"({"ref":"r1","type":"leave","room":null})", Errc::bad_field, "r1", "room"
    },
    {"an empty room", R"({"ref":"r1","type":"leave","room":""})", Errc::bad_field, "r1", "room"},
    {"a room of 65 bytes",
     R"({"ref":"r1","type":"leave","room":")" + times(65, "x") + "\"}",
     Errc::bad_field,
     "r1",
     "room"},
    {"a room of 33 letters in 66 bytes",
     R"({"ref":"r1","type":"leave","room":")" + times(33, "\u00e9") + "\"}",
     Errc::bad_field,
     "r1",
     "room"},
    {"an array for a since",
     R"({"ref":"r1","type":"join","room":"x","since":[]})",
     Errc::bad_field,
     "r1",
     "since"},
    {"a since without an epoch",
     R"({"ref":"r1","type":"join","room":"x","since":{"seq":1}})",
     Errc::bad_field,
     "r1",
     "since.epoch"},
    {"an empty epoch",
     R"({"ref":"r1","type":"join","room":"x","since":{"epoch":"","seq":1}})",
     Errc::bad_field,
     "r1",
     "since.epoch"},
    {"an epoch of 65 bytes",
     R"({"ref":"r1","type":"join","room":"x","since":{"seq":1,"epoch":")" + times(65, "e") + "\"}}",
     Errc::bad_field,
     "r1",
     "since.epoch"},
    {"a string for a seq",
     R"({"ref":"r1","type":"join","room":"x","since":{"epoch":"e","seq":"1"}})",
     Errc::bad_field,
     "r1",
     "since.seq"},
    {"a negative seq",
     R"({"ref":"r1","type":"join","room":"x","since":{"epoch":"e","seq":-1}})",
     Errc::bad_field,
     "r1",
     "since.seq"},
    {"half a seq",
     R"({"ref":"r1","type":"join","room":"x","since":{"epoch":"e","seq":1.5}})",
     Errc::bad_field,
     "r1",
     "since.seq"},
    {"a limit that does not fit",
     R"({"ref":"r1","type":"read_history","room":"x","before":1,"limit":4294967296})",
     Errc::bad_field,
     "r1",
     "limit"},
    {"an unknown decision",
     R"({"ref":"r1","type":"decide","id":"c","room":"x","message":"m","decision":"publish"})",
     Errc::bad_field,
     "r1",
     "decision"},
    {"a decision as C++ spells it",
     R"({"ref":"r1","type":"decide","id":"c","room":"x","message":"m","decision":"return_"})",
     Errc::bad_field,
     "r1",
     "decision"},
    {"a token that is none",
     R"({"ref":"r1","type":"hello","token":true})",
     Errc::bad_field,
     "r1",
     "token"},
    {"an empty text", say(""), Errc::bad_field, "r1", "text"},
    {"a text of white space", say(R"( \t\r\n )"), Errc::bad_field, "r1", "text"},
    {"a text nobody can see", say("\u00a0\u200b\u3000\ufeff"), Errc::bad_field, "r1", "text"},
    {"an array for a text",
     R"({"ref":"r1","type":"say","room":"x","key":"k","text":["hi"]})",
     Errc::bad_field,
     "r1",
     "text"},
    {"a text of 2,001 letters", say(times(2'001, "\u00e9")), Errc::too_long, "r1", "text"},
};

TEST(Codec, RefusesWhatDoesNotFitAndNamesTheField) {
    for (const Refusal& expected : refusals) {
        SCOPED_TRACE(expected.what);
        const auto decoded = decode(expected.frame);
        ASSERT_TRUE(std::holds_alternative<Refused>(decoded));
        const Refused& refused = std::get<Refused>(decoded);
        EXPECT_EQ(refused.code, expected.code);
        EXPECT_EQ(refused.ref.value, expected.ref);
        EXPECT_EQ(refused.field, expected.field);
        EXPECT_TRUE(refused.detail && !refused.detail->empty());
    }
}

TEST(Codec, CountsATextByItsCodePoints) {
    const std::string text = times(2'000, "\U0001F331");

    const auto decoded = decode(say(text));

    ASSERT_TRUE(std::holds_alternative<Request>(decoded));
    EXPECT_EQ(std::get<Say>(std::get<Request>(decoded).command).text, text);
}

TEST(Codec, TakesIdsOf64Bytes) {
    const std::string frame =
        R"({"type":"leave","ref":")" + times(64, "r") + R"(","room":")" + times(64, "x") + "\"}";
    EXPECT_TRUE(std::holds_alternative<Request>(decode(frame)));
}

TEST(Codec, SkipsFieldsItDoesNotKnow) {
    const auto decoded = decode(R"({"type":"leave","ref":"r1","room":"x","new":{"a":[1]}})");

    ASSERT_TRUE(std::holds_alternative<Request>(decoded));
    EXPECT_EQ(std::get<Leave>(std::get<Request>(decoded).command).room.value, "x");
}

TEST(Codec, TakesNullForAnAbsentOptional) {
    const auto decoded = decode(R"({"type":"join","ref":"r1","room":"x","since":null})");

    ASSERT_TRUE(std::holds_alternative<Request>(decoded));
    EXPECT_FALSE(std::get<Join>(std::get<Request>(decoded).command).since);
}

TEST(Codec, DoesNotRepeatTheTextInARefusal) {
    const std::string canary = "canary-phrase";
    const std::string frames[] = {
        say(canary + times(2'000, "x")),
        R"({"ref":"r1","type":"say","room":"x","key":"","text":")" + canary + "\"}",
        R"({"ref":"r1","type":")" + canary + "\"}",
        R"({"ref":"r1","type":"say","text":")" + canary,
    };
    for (const std::string& frame : frames) {
        const auto decoded = decode(frame);
        ASSERT_TRUE(std::holds_alternative<Refused>(decoded));
        const std::string answer = encode(Reply{std::get<Refused>(decoded)});
        EXPECT_EQ(answer.find(canary), std::string::npos) << answer;
    }
}

TEST(Codec, TellsAScriptedClientWhatTheServerSentWrong) {
    EXPECT_EQ(decode_from_server("{").error().code, Errc::bad_json);
    EXPECT_EQ(decode_from_server("[]").error().code, Errc::bad_field);
    EXPECT_EQ(decode_from_server(R"({"type":"sai"})").error().code, Errc::bad_field);
    const auto wrong = decode_from_server(
        R"({"type":"presence","room":"x","presence":{"members":"two","moderators":1}})"
    );
    EXPECT_EQ(wrong.error().detail, "presence.members: expected a whole number that fits");
}

}  // namespace
}  // namespace holdfast::protocol
