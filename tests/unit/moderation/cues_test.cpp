#include "moderation/detect/cues.hpp"

#include "moderation/moderator.hpp"
#include "tests/unit/moderation/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace holdfast::moderation {
namespace {

const Moderator& shipped() {
    static const Moderator moderator = load_moderator(shipped_data()).value();
    return moderator;
}

struct Scope {
    std::string_view text;
    Level level;
    std::string_view cue;  // must be among the notes of the first finding
};

TEST(Cues, SayWhatTheWordsAroundAFindingDid) {
    for (const Scope& c : {
             Scope{"I'm not feeling suicidal", Level::none, "negation: lowered to none"},
             Scope{"I don't want to die", Level::none, "negation: lowered to none"},
             Scope{"I am suicidal", Level::high, ""},
             Scope{
                 "I tried to kill myself when I was 19", Level::concern, "past: lowered to concern"
             },
             Scope{
                 "I used to cut myself but haven't in six years",
                 Level::low,
                 "recovery: lowered to low"
             },
             Scope{"if you feel suicidal, say so", Level::none, "about_you: lowered to none"},
             Scope{
                 "in the film they kill themselves and want to die",
                 Level::none,
                 "media: lowered to none"
             },
             Scope{"this song makes me want to kill myself", Level::none, "media: lowered to none"},
             Scope{
                 "heard our song and I want to kill myself",
                 Level::high,
                 "media: held back by first_person_now"
             },
             Scope{"I want to die lol", Level::low, "laugh: lowered to low"},
             Scope{"I want to die lol, no joke", Level::high, "laugh: held back by serious"},
             Scope{"I want to die of embarrassment", Level::none, "idiom: lowered to none"},
             Scope{"I want to die on the final boss again", Level::none, "gaming: lowered to none"},
             Scope{
                 "I can't promise I won't kill myself", Level::high, "negation: held back by unsure"
             },
             Scope{"I want to kill myself tonight", Level::imminent, "time: raised to imminent"},
         }) {
        const Assessment assessment = shipped().assess(c.text, {});

        EXPECT_EQ(assessment.level, c.level) << c.text;
        ASSERT_FALSE(assessment.findings.empty()) << c.text;
        std::string notes;
        for (const Finding& finding : assessment.findings) {
            for (const std::string& note : finding.cues)
                notes += note + "\n";
        }
        EXPECT_NE(notes.find(c.cue), std::string::npos) << c.text << "\n" << notes;
    }
}

// The clinical floor: no word explains a plan, means or a time away.
TEST(Cues, NeverLowerBesidePlanMeansOrTime) {
    for (const std::string_view text : {
             "I'm not going to kill myself tonight",
             "I want to die tonight lol",
             "my character wants to. I want to kill myself right now, gg",
             "years ago I was fine, tonight I will kill myself",
             "goodbye everyone, i used to want to die",
             "not joking, I have the pills here and want to die lol",
         }) {
        EXPECT_GE(shipped().assess(text, {}).level, Level::concern) << text;
        for (const Finding& finding : shipped().assess(text, {}).findings) {
            for (const std::string& cue : finding.cues) {
                EXPECT_EQ(cue.find("lowered"), std::string::npos) << text << ": " << cue;
            }
        }
    }
}

TEST(Cues, LookNoFurtherThanTheirReach) {
    const TemporaryFolder folder;
    const Cues cues = Cues::load(folder.write("c.toml", R"(
[[cues]]
id = "before"
reach = "before"
effect = "marks"
patterns = ['not']
[[cues]]
id = "after"
reach = "after"
effect = "marks"
patterns = ['lol']
[[cues]]
id = "sentence"
reach = "sentence"
effect = "marks"
patterns = ['ago']
[[cues]]
id = "message"
reach = "message"
effect = "marks"
patterns = ['game']
)"))
                          .value();
    const std::string_view text = "game ago. not here X lol ago";
    const std::size_t at = text.find('X');
    const auto stands = [&](std::string_view id, Range finding) {
        return Cues::Reading(cues, text).stands(id, finding);
    };

    EXPECT_FALSE(stands("before", {at, at + 1}));
    EXPECT_TRUE(stands("before", {at - 5, at + 1}));
    EXPECT_TRUE(stands("after", {at, at + 1}));
    EXPECT_TRUE(stands("sentence", {at, at + 1}));
    EXPECT_TRUE(stands("message", {at, at + 1}));
    EXPECT_FALSE(Cues::Reading(cues, "ago. X").stands("sentence", {5, 6}));
    EXPECT_FALSE(stands("unknown", {at, at + 1}));
}

struct Refusal {
    std::string_view content;
    std::string_view place;
    std::string_view why;
};

TEST(Cues, RefuseABadFileWithPlaceAndReason) {
    const std::string cue = "[[cues]]\nid = 'a'\nreach = 'before'\n";
    const std::string marks = cue + "effect = 'marks'\npatterns = ['x']\n";
    const std::string no_level = cue + "effect = 'lowers'\npatterns = ['x']\n";
    const std::string regex = cue + "effect = 'marks'\npatterns = ['x', '*']\n";
    const std::string from = cue + "effect = 'raises'\nto = 'high'\npatterns = ['x']\n";
    const std::string unknown = marks + "blocks = ['nope']\n";
    for (const Refusal& c : {
             Refusal{no_level, ":1:1: ", "cues[0].to: goes with"},
             Refusal{from, ":1:1: ", "cues[0].from: goes with"},
             Refusal{regex, ":5:18: ", "no argument for repetition"},
             Refusal{unknown, ":6:10: ", "no cue 'nope'"},
             Refusal{"[[cues]]\nid = 'a'\nreach = 'near'\n", ":3:9: ", "expected one of before"},
         }) {
        const TemporaryFolder folder;

        const auto cues = Cues::load(folder.write("cues.xx.toml", c.content));

        ASSERT_FALSE(cues) << c.content;
        const std::string& detail = cues.error().detail;
        EXPECT_NE(detail.find("cues.xx.toml" + std::string(c.place)), std::string::npos) << detail;
        EXPECT_NE(detail.find(c.why), std::string::npos) << detail;
    }
}

}  // namespace
}  // namespace holdfast::moderation
