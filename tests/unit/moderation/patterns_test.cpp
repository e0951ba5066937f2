#include "moderation/detect/patterns.hpp"

#include "moderation/detect/pattern_file.hpp"
#include "moderation/text/normalized_text.hpp"
#include "tests/unit/moderation/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace holdfast::moderation {
namespace {

constexpr std::string_view no_cues = "cues = []\n";
constexpr std::string_view wish = R"(
[words]
self = 'my ?self'
kill = 'kill|kil'

[[rules]]
id = "suicide.wish"
category = "suicide"
level = "high"
patterns = ['{kill} {self}', 'want to die']
)";

struct Refusal {
    std::string_view content;
    std::string_view place;  // ":line:col: "
    std::string_view why;
};

TEST(Patterns, RefuseABadFileWithPlaceAndReason) {
    const std::string rule = "[[rules]]\nid = 'a'\ncategory = 'suicide'\nlevel = 'high'\n";
    const std::string two = rule + "patterns = ['x']\n" + rule + "patterns = ['y']\n";
    const std::string bad_regex = rule + "patterns = ['fine', 'a(b']\n";
    const std::string backreference = rule + "patterns = ['(a)\\1']\n";
    const std::string no_patterns = rule + "patterns = []\n";
    const std::string unknown_word = rule + "patterns = ['{nope} x']\n";
    const std::string unknown_cue = rule + "needs = ['nope']\npatterns = ['x']\n";
    const std::string upper = rule + "patterns = ['I want']\n";
    const std::string accent = rule + "patterns = ['mañana']\n";
    const std::string apostrophe = rule + "patterns = [\"don't\"]\n";
    const std::string misspelt = rule + "patterms = ['x']\n";
    const std::string endless = "[words]\na = '{a}'\n" + rule + "patterns = ['{a}']\n";
    for (const Refusal& c : {
             Refusal{two, ":7:6: ", "rules[1].id: 'a' is there twice"},
             Refusal{bad_regex, ":5:21: ", "rules[0].patterns[1]: missing )"},
             Refusal{backreference, ":5:13: ", "invalid escape sequence"},
             Refusal{no_patterns, ":5:12: ", "must not be empty"},
             Refusal{unknown_word, ":5:13: ", "no word 'nope'"},
             Refusal{unknown_cue, ":5:9: ", "no cue 'nope'"},
             Refusal{upper, ":5:13: ", "lower case"},
             Refusal{accent, ":5:13: ", "accent"},
             Refusal{apostrophe, ":5:13: ", "apostrophes"},
             Refusal{misspelt, ":1:1: ", "patterns"},
             Refusal{endless, ":7:13: ", "without end"},
             Refusal{"[[rules]]\nid = 'a'\ncategory = 'sadness'\n", ":3:12: ", "expected one of"},
             Refusal{"[[rules]\n", ":1:9: ", ""},
         }) {
        const TemporaryFolder folder;
        const auto file = folder.write("patterns.xx.toml", c.content);

        const auto patterns = Patterns::load({file}, folder.write("cues.xx.toml", no_cues));

        ASSERT_FALSE(patterns) << c.content;
        const std::string& detail = patterns.error().detail;
        EXPECT_NE(detail.find("patterns.xx.toml" + std::string(c.place)), std::string::npos)
            << detail;
        EXPECT_NE(detail.find(c.why), std::string::npos) << detail;
    }
}

TEST(Patterns, RefuseAnIdThatAnotherFileHas) {
    const TemporaryFolder folder;
    const auto first = folder.write("patterns.xx.toml", wish);
    const auto second = folder.write("conduct.xx.toml", wish);

    const auto patterns = Patterns::load({first, second}, folder.write("cues.xx.toml", no_cues));

    ASSERT_FALSE(patterns);
    EXPECT_NE(patterns.error().detail.find("conduct.xx.toml:7:6: "), std::string::npos);
}

TEST(Patterns, NameTheRuleAndTheBytesOfEveryOccurrence) {
    const TemporaryFolder folder;
    const auto patterns =
        Patterns::load({folder.write("p.toml", wish)}, folder.write("c.toml", no_cues)).value();
    const std::string raw = "I want to DIE. k i l l  my self!";

    const auto findings = patterns.detect(NormalizedText(raw), {}).value();

    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].rule, "suicide.wish");
    EXPECT_EQ(findings[0].level, Level::high);
    EXPECT_EQ(raw.substr(findings[0].span.begin, 11), "want to DIE");
    EXPECT_EQ(raw.substr(findings[1].span.begin), "k i l l  my self!");
    EXPECT_EQ(findings[1].span.end, raw.size() - 1);
}

TEST(Patterns, StandOnWordBordersOnly) {
    const TemporaryFolder folder;
    const auto patterns =
        Patterns::load({folder.write("p.toml", wish)}, folder.write("c.toml", no_cues)).value();

    EXPECT_TRUE(patterns.detect(NormalizedText("I want to diet"), {}).value().empty());
    EXPECT_TRUE(patterns.detect(NormalizedText(""), {}).value().empty());
}

TEST(Patterns, HeedTheCuesTheyNeedAndForbid) {
    const TemporaryFolder folder;
    const auto cues = folder.write("c.toml", R"(
[[cues]]
id = "minor"
reach = "message"
effect = "marks"
patterns = ['im 1[0-7]']
[[cues]]
id = "past"
reach = "sentence"
effect = "marks"
patterns = ['years ago']
)");
    const auto patterns = Patterns::load(
                              {folder.write("p.toml", R"(
[[rules]]
id = "child"
category = "child_at_risk"
level = "imminent"
needs = ["minor"]
forbids = ["past"]
patterns = ['he hits me']
)")},
                              cues
    )
                              .value();
    const auto count = [&](std::string_view raw) {
        return patterns.detect(NormalizedText(raw), {}).value().size();
    };

    EXPECT_EQ(count("I'm 14. he hits me"), 1u);
    EXPECT_EQ(count("he hits me"), 0u);
    EXPECT_EQ(count("I'm 14. he hits me years ago"), 0u);
    EXPECT_EQ(count("I'm 14, years ago. he hits me"), 1u);
}

TEST(Patterns, ExpandWordsButLeaveCountsAlone) {
    EXPECT_EQ(
        expand("a{2,3} {x}", {{"x", "b|c"}}, Borders::words).value(), R"(\b(?:a{2,3} (?:b|c))\b)"
    );
    EXPECT_EQ(expand("🔪 x", {}, Borders::anywhere).value(), "🔪 x");
}

}  // namespace
}  // namespace holdfast::moderation
