#include "moderation/policy/policy.hpp"

#include "common/enum_name.hpp"
#include "tests/unit/moderation/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace holdfast::moderation {
namespace {

constexpr Coverage every_coverage[] = {
    Coverage::live,
    Coverage::careful,
    Coverage::held,
    Coverage::listening,
    Coverage::closed,
    Coverage::care
};

const Policy& shipped() {
    static const Policy policy = Policy::load(shipped_data() / "policy.toml").value();
    return policy;
}

Assessment about(Category category, Level level, Span span = {0, 4}) {
    Assessment assessment;
    assessment.level = level;
    assessment.category = category;
    if (level > Level::none) assessment.findings.push_back({category, level, span, "rule", {}});
    return assessment;
}

struct Cell {
    Category category;
    Level level;
    Coverage coverage;
    Action action;
    std::string_view card;
    bool opens_case;
};

TEST(Policy, IsTheTableOfTheProduct) {
    using C = Category;
    for (const Cell& c : {
             Cell{C::distress, Level::none, Coverage::live, Action::deliver, "", false},
             Cell{C::distress, Level::none, Coverage::held, Action::hold, "being_read", false},
             Cell{C::distress, Level::low, Coverage::live, Action::deliver, "low", false},
             Cell{C::distress, Level::low, Coverage::held, Action::hold, "being_read", false},
             Cell{
                 C::suicide,
                 Level::concern,
                 Coverage::live,
                 Action::deliver_with_note,
                 "concern",
                 true
             },
             Cell{C::suicide, Level::concern, Coverage::careful, Action::hold, "concern", true},
             Cell{C::suicide, Level::concern, Coverage::care, Action::deliver, "concern", true},
             Cell{C::abuse, Level::high, Coverage::live, Action::hold, "high", true},
             Cell{C::suicide, Level::imminent, Coverage::live, Action::hold, "imminent", true},
             Cell{C::suicide, Level::imminent, Coverage::care, Action::deliver, "imminent", true},
             Cell{C::abuse, Level::high, Coverage::care, Action::deliver, "care_heavy", true},
             Cell{
                 C::method_detail, Level::high, Coverage::care, Action::deliver, "care_heavy", true
             },
             Cell{
                 C::personal_data, Level::low, Coverage::live, Action::mask, "personal_data", false
             },
             Cell{
                 C::personal_data, Level::low, Coverage::held, Action::hold, "personal_data", false
             },
             Cell{C::personal_data, Level::low, Coverage::care, Action::deliver, "", false},
             Cell{
                 C::method_detail, Level::high, Coverage::live, Action::mask, "method_detail", true
             },
             Cell{
                 C::harassment,
                 Level::high,
                 Coverage::live,
                 Action::return_,
                 "returned_harassment",
                 false
             },
             Cell{
                 C::medical_advice,
                 Level::low,
                 Coverage::held,
                 Action::return_,
                 "returned_medical_advice",
                 false
             },
             Cell{
                 C::sexual_solicitation,
                 Level::concern,
                 Coverage::live,
                 Action::return_,
                 "returned_solicitation",
                 true
             },
             Cell{C::grooming, Level::high, Coverage::live, Action::hold, "being_read", true},
             Cell{C::spam, Level::low, Coverage::care, Action::drop, "spam", false},
         }) {
        const Verdict verdict = shipped().decide(about(c.category, c.level), c.coverage);

        const auto where = std::string(name_of(c.category)) + " " + std::string(name_of(c.level)) +
                           " in " + std::string(name_of(c.coverage));
        EXPECT_EQ(verdict.action, c.action) << where;
        EXPECT_EQ(verdict.card.value_or(""), c.card) << where;
        EXPECT_EQ(verdict.opens_case, c.opens_case) << where;
        EXPECT_EQ(verdict.opens_care, c.level == Level::imminent) << where;
        EXPECT_EQ(
            verdict.note,
            c.action == Action::deliver_with_note ? std::optional<std::string>("heavy")
                                                  : std::nullopt
        );
        EXPECT_EQ(verdict.policy, shipped().version());
    }
}

TEST(Policy, DeliversNothingOfHighLevelUnreadOutsideCare) {
    for (const Coverage coverage : every_coverage) {
        for (const Level level : {Level::high, Level::imminent}) {
            const Verdict verdict = shipped().decide(about(Category::suicide, level), coverage);
            EXPECT_EQ(verdict.action, coverage == Coverage::care ? Action::deliver : Action::hold);
            EXPECT_TRUE(verdict.opens_case);
        }
    }
}

TEST(Policy, HoldsWhatCouldNotBeReadWhateverElseWasSeen) {
    for (const Coverage coverage : every_coverage) {
        for (const Level level : {Level::none, Level::low, Level::concern}) {
            Assessment assessment = about(Category::distress, level);
            assessment.degraded = true;

            const Verdict verdict = shipped().decide(assessment, coverage);

            EXPECT_EQ(verdict.action, coverage == Coverage::care ? Action::deliver : Action::hold);
            EXPECT_TRUE(verdict.opens_case);
            EXPECT_EQ(verdict.level, Level::concern);
        }
    }
}

// An assessment whose level stands without a finding at it is still taken at its level.
TEST(Policy, TakesTheLevelAtItsWordWithoutAFinding) {
    Assessment assessment;
    assessment.level = Level::imminent;

    EXPECT_EQ(shipped().decide(assessment, Coverage::live).action, Action::hold);
}

TEST(Policy, LetsTheMostCarefulActionWinAndMasksAnyway) {
    Assessment assessment = about(Category::suicide, Level::high, {0, 4});
    assessment.findings.push_back({Category::personal_data, Level::low, {10, 20}, "phone", {}});
    assessment.findings.push_back({Category::harassment, Level::concern, {30, 34}, "insult", {}});

    const Verdict verdict = shipped().decide(assessment, Coverage::live);

    EXPECT_EQ(verdict.action, Action::hold);
    EXPECT_EQ(verdict.masked, (std::vector<Span>{{10, 20}}));
    EXPECT_EQ(verdict.card, "high");
    EXPECT_EQ(verdict.note, std::nullopt);
}

TEST(Policy, FoldsAndMasksAMessageThatIsBothHeavyAndPersonal) {
    Assessment assessment = about(Category::suicide, Level::concern, {0, 4});
    assessment.findings.push_back({Category::personal_data, Level::low, {10, 20}, "phone", {}});

    const Verdict verdict = shipped().decide(assessment, Coverage::live);

    EXPECT_EQ(verdict.action, Action::mask);
    EXPECT_EQ(verdict.note, "heavy");
    EXPECT_EQ(verdict.card, "concern");
    EXPECT_TRUE(verdict.opens_case);
}

TEST(Policy, IgnoresFindingsThatCuesLoweredToNothing) {
    Assessment assessment = about(Category::suicide, Level::none);
    assessment.findings.push_back({Category::harassment, Level::none, {0, 4}, "insult", {"x"}});

    EXPECT_EQ(shipped().decide(assessment, Coverage::live).action, Action::deliver);
}

// The shipped table with one line changed, so that the line of each refusal is known.
std::string changed(std::string_view from, std::string_view to) {
    std::ostringstream content;
    content << std::ifstream(shipped_data() / "policy.toml").rdbuf();
    std::string text = content.str();
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::size_t line_of(const std::string& text, std::string_view part) {
    const auto at = static_cast<std::ptrdiff_t>(text.find(part));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + at, '\n'));
}

struct Change {
    std::string_view from;
    std::string_view to;
    std::string_view at;  // the error points at the line of this
    std::string_view why;
};

TEST(Policy, RefusesABadTableWithPlaceAndReason) {
    for (const Change& c : {
             Change{
                 "live      = { action = \"hold\", card = \"high\"",
                 "live = { action = \"deliver\", card = \"high\"",
                 "live = {",
                 "high.live: may only hold"
             },
             Change{
                 "held      = { action = \"hold\", card = \"imminent\"",
                 "held = { action = \"mask\", card = \"imminent\"",
                 "held = {",
                 "imminent.held: may only hold"
             },
             Change{
                 "careful   = { action = \"hold\", card = \"unread\"",
                 "careful = { action = \"deliver\", card = \"unread\"",
                 "careful = {",
                 "degraded.careful: may only hold"
             },
             Change{
                 "live      = { action = \"hold\", card = \"high\", opens_case = true }",
                 "live = { action = \"hold\" }",
                 "live = {",
                 "high.live: must open a case"
             },
             Change{
                 "live      = { action = \"mask\", card = \"personal_data\" }",
                 "live = { action = \"deliver\" }",
                 "live = {",
                 "may not deliver"
             },
             Change{"[spam]", "[spamm]", "[spamm]", "spamm: no such class"},
             Change{"[none]\nlive ", "[none]\nlife ", "life ", "none.life: expected one of live"},
             Change{
                 "care      = { action = \"drop\", card = \"spam\" }",
                 "",
                 "[spam]",
                 "spam.care: missing"
             },
             Change{
                 "action = \"drop\"", "action = \"burn\"", "\"burn\"", "expected one of deliver"
             },
             Change{
                 "note = \"heavy\", ",
                 "",
                 "action = \"deliver_with_note\", card",
                 "a note goes with"
             },
             Change{
                 "opens_case = true, opens_care = true",
                 "opens_care = true",
                 "\"imminent\", opens_care",
                 "must open a case"
             },
         }) {
        const TemporaryFolder folder;
        const std::string text = changed(c.from, c.to);

        const auto policy = Policy::load(folder.write("policy.toml", text));

        ASSERT_FALSE(policy) << c.to;
        const std::string& detail = policy.error().detail;
        const std::string place = "policy.toml:" + std::to_string(line_of(text, c.at)) + ":";
        EXPECT_NE(detail.find(place), std::string::npos) << detail << " wanted " << place;
        EXPECT_NE(detail.find(c.why), std::string::npos) << detail;
    }
}

TEST(Policy, HasAVersionThatChangesWithEveryByte) {
    const TemporaryFolder folder;
    const auto same = Policy::load(folder.write("policy.toml", changed("[none]", "[none]")));
    const auto other = Policy::load(folder.write("policy.toml", changed("[none]", "[none] ")));

    EXPECT_EQ(same->version(), shipped().version());
    EXPECT_NE(other->version(), shipped().version());
}

}  // namespace
}  // namespace holdfast::moderation
