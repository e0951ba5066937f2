#include "moderation/moderator.hpp"

#include "moderation/policy/policy.hpp"
#include "moderation/text/normalized_text.hpp"
#include "tests/unit/moderation/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <limits>
#include <stdexcept>

namespace holdfast::moderation {
namespace {

const Moderator& shipped() {
    static const Moderator moderator = load_moderator(shipped_data()).value();
    return moderator;
}

enum class Mishap { none, error, exception, unknown };

// Finds "flag" in a message, unless something goes wrong.
class Fallible : public Detector {
public:
    explicit Fallible(Mishap mishap) : mishap_(mishap) {}

    Result<std::vector<Finding>> detect(const NormalizedText& text, const Context&) const override {
        if (mishap_ == Mishap::error) return Error{Errc::internal, "could not look"};
        if (mishap_ == Mishap::exception) throw std::runtime_error("broken");
        if (mishap_ == Mishap::unknown) throw 7;
        const std::size_t at = text.folded().text().find("flag");
        std::vector<Finding> findings;
        if (at != std::string_view::npos) {
            const Span span = text.folded().original(at, at + 4);
            findings.push_back({Category::suicide, Level::concern, span, "flag", {}});
        }
        return findings;
    }

private:
    Mishap mishap_;
};

Moderator with(Mishap mishap) {
    std::vector<std::unique_ptr<const Detector>> detectors;
    detectors.push_back(std::make_unique<Fallible>(mishap));
    detectors.push_back(std::make_unique<Fallible>(Mishap::none));
    return Moderator(std::move(detectors), "test");
}

TEST(Moderator, FailsClosedWhateverADetectorDoes) {
    const Policy policy = Policy::load(shipped_data() / "policy.toml").value();
    for (const Mishap mishap : {Mishap::error, Mishap::exception, Mishap::unknown}) {
        const Assessment assessment = with(mishap).assess("good morning", {});

        EXPECT_TRUE(assessment.degraded);
        for (const Coverage coverage : {Coverage::live, Coverage::careful, Coverage::held}) {
            EXPECT_EQ(policy.decide(assessment, coverage).action, Action::hold);
        }
    }
    EXPECT_FALSE(with(Mishap::none).assess("good morning", {}).degraded);
}

TEST(Moderator, LetsTheOtherDetectorsLookWhenOneFails) {
    const Assessment assessment = with(Mishap::exception).assess("a flag", {});

    EXPECT_EQ(assessment.level, Level::concern);
    EXPECT_EQ(assessment.findings.size(), 1u);
    EXPECT_EQ(assessment.ruleset, "test");
}

struct Reading {
    std::string_view text;
    Level level;
    Category category;
    std::string_view rule;
};

TEST(Moderator, ReadsWhatPeopleWrite) {
    for (const Reading& c : {
             Reading{
                 "I have the pills here and I'm going to do it tonight",
                 Level::imminent,
                 Category::suicide,
                 ""
             },
             Reading{
                 "I don't want to be here anymore",
                 Level::concern,
                 Category::suicide,
                 "suicide.passive.not_be_here"
             },
             Reading{"I feel so hopeless", Level::low, Category::distress, "distress.hopeless"},
             Reading{"my husband hit me again", Level::high, Category::abuse, "abuse.current"},
             Reading{"quiero morirme", Level::high, Category::suicide, "es.suicide.active"},
         }) {
        const Assessment assessment = shipped().assess(c.text, {});

        EXPECT_EQ(assessment.level, c.level) << c.text;
        EXPECT_EQ(assessment.category, c.category) << c.text;
        ASSERT_FALSE(assessment.findings.empty()) << c.text;
        if (!c.rule.empty()) {
            EXPECT_EQ(assessment.findings.front().rule, c.rule);
        }
        EXPECT_FALSE(assessment.degraded);
    }
    for (const std::string_view text :
         {"this essay is killing me", "I'm not suicidal", "I'd kill for a coffee"}) {
        EXPECT_EQ(shipped().assess(text, {}).level, Level::none) << text;
    }
}

TEST(Moderator, PutsTheMostUrgentFindingFirst) {
    const Assessment assessment =
        shipped().assess("mail a@example.com. so hopeless. I want to kill myself", {});

    ASSERT_GE(assessment.findings.size(), 3u);
    EXPECT_EQ(assessment.findings.front().level, Level::high);
    EXPECT_EQ(assessment.findings.back().category, Category::personal_data);
}

TEST(Moderator, JoinsAStatementThatIsCutUp) {
    struct Split {
        std::vector<std::string> before;
        std::string_view text;
    };
    for (const Split& c : {
             Split{{"I want to"}, "die"},
             Split{{"hi", "i'm going to", "kill"}, "myself"},
             Split{{"feeling sui"}, "cidal today"},
         }) {
        Context context;
        context.recent_texts = c.before;

        const Assessment assessment = shipped().assess(c.text, context);

        EXPECT_GE(assessment.level, Level::high) << c.text;
        ASSERT_FALSE(assessment.findings.empty());
        const Finding& finding = assessment.findings.front();
        EXPECT_EQ(finding.span.begin, 0u);
        EXPECT_LE(finding.span.end, c.text.size());
        EXPECT_EQ(finding.cues.back(), "context: continues earlier messages");
    }
}

TEST(Moderator, DoesNotBlameAMessageForTheOnesBefore) {
    Context context;
    context.recent_texts = {"I want to die"};

    EXPECT_EQ(shipped().assess("thank you for listening", context).level, Level::none);
}

TEST(Moderator, RaisesTheThirdHeavyMessageInARowByOneLevel) {
    Context context;
    context.recent_texts = {"I feel so hopeless", "nothing makes me happy"};
    EXPECT_EQ(shipped().assess("I hate myself", context).level, Level::concern);

    context.recent_texts = {"I feel so hopeless", "had soup"};
    EXPECT_EQ(shipped().assess("I hate myself", context).level, Level::low);
}

TEST(Moderator, NeverLowersForContext) {
    Context context;
    context.recent_texts = {"I would never say", "I do not"};

    EXPECT_GE(shipped().assess("I want to kill myself", context).level, Level::high);
}

TEST(Moderator, IsAPureFunction) {
    Context context;
    context.recent_texts = {"I have the pills"};
    const std::string_view text = "i'm going to take them tonight";

    const Assessment first = shipped().assess(text, context);

    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(shipped().assess(text, context), first);
    EXPECT_EQ(load_moderator(shipped_data())->assess(text, context), first);
}

TEST(Moderator, TakesAnyBytes) {
    for (const std::string_view text :
         {std::string_view("\xff\xfe\x80", 3),
          std::string_view("\0\0", 2),
          std::string_view("\xf0\x9f"),
          std::string_view("")}) {
        EXPECT_EQ(shipped().assess(text, {}).level, Level::none);
        EXPECT_FALSE(shipped().assess(text, {}).degraded);
    }
}

// Texts that make a careless engine slow: many findings, one long near-match, disguises.
TEST(Moderator, TakesTimeInProportionToTheText) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
    GTEST_SKIP() << "times under ThreadSanitizer say nothing about the code";
#endif
#endif
    for (const std::string_view piece : {
             "I don't want to die tonight lol. ",
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
             "i am so so so so so really really really ",
             "k i l l ",
             "5 5 5 5 5 5 five oh ",
             "a.a@a.a@a.",
             "\xF0\x9F\x92\x8A\xF0\x9F\x92\x8A\xEF\xB7\xBA",
         }) {
        const auto text_of = [&](std::size_t bytes) {
            std::string text;
            while (text.size() < bytes)
                text += piece;
            return text;
        };
        // Processor time, and the best of many: other work on the machine must not turn this red.
        const auto best_time = [](const std::string& text) {
            std::clock_t best = std::numeric_limits<std::clock_t>::max();
            for (int round = 0; round < 9; ++round) {
                const std::clock_t start = std::clock();
                (void)shipped().assess(text, {});
                best = std::min(best, std::clock() - start);
            }
            return static_cast<double>(best) / CLOCKS_PER_SEC;
        };

        const double once = best_time(text_of(6'000));
        const double twice = best_time(text_of(12'000));

        EXPECT_LT(twice, once * 3 + 0.002) << piece;
    }
}

TEST(Moderator, IsNotLoadedWithoutPatterns) {
    const TemporaryFolder folder;

    const auto moderator = load_moderator(folder.path());

    ASSERT_FALSE(moderator);
    EXPECT_EQ(moderator.error().code, Errc::bad_config);
}

TEST(Moderator, HasARulesetThatChangesWithItsFiles) {
    const TemporaryFolder folder;
    std::filesystem::copy(shipped_data(), folder.path(), std::filesystem::copy_options::recursive);
    const std::string same = load_moderator(folder.path())->assess("", {}).ruleset;
    std::ofstream(folder.path() / "cues.en.toml", std::ios::app) << "# more\n";
    const std::string other = load_moderator(folder.path())->assess("", {}).ruleset;

    EXPECT_EQ(same, shipped().assess("", {}).ruleset);
    EXPECT_NE(other, same);
}

}  // namespace
}  // namespace holdfast::moderation
