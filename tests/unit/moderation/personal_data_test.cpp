#include "moderation/detect/personal_data.hpp"

#include "moderation/detect/digit_run.hpp"
#include "moderation/text/normalized_text.hpp"
#include "tests/unit/moderation/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace holdfast::moderation {
namespace {

std::vector<Finding> found_in(std::string_view raw) {
    static const PersonalData detector =
        PersonalData::load(shipped_data() / "personal_data.toml").value();
    return detector.detect(NormalizedText(raw), {}).value();
}

struct Masking {
    std::string_view raw;
    std::string_view rule;
    std::string_view masked;
};

TEST(PersonalData, GivesTheExactBytesToMask) {
    for (const Masking& c : {
             Masking{"call me on 07700 900123!", "personal_data.phone", "07700 900123"},
             Masking{"my number is (415) 555-0132, ok", "personal_data.phone", "(415) 555-0132"},
             Masking{"it's +33 6 12 34 56 78.", "personal_data.phone", "+33 6 12 34 56 78"},
             Masking{"o7700 9oo 123 is mine", "personal_data.phone", "o7700 9oo 123"},
             Masking{
                 "text four one five, five five five, oh one three two",
                 "personal_data.phone",
                 "four one five, five five five, oh one three two"
             },
             Masking{
                 "ring ０７７００ ９００１２３", "personal_data.phone", "０７７００ ９００１２３"
             },
             Masking{
                 "Mail José.Díaz@Example.com please", "personal_data.email", "José.Díaz@Example.com"
             },
             Masking{
                 "sam dot lake at gmail dot com",
                 "personal_data.email",
                 "sam dot lake at gmail dot com"
             },
             Masking{"see https://me.example/x now", "personal_data.link", "https://me.example/x"},
             Masking{"my insta is @sad.fox.91, hi", "personal_data.handle", "@sad.fox.91"},
             Masking{"discord: moonchild#4821", "personal_data.handle", "moonchild#4821"},
             Masking{"at 14 Alder Close most days", "personal_data.address", "14 Alder Close"},
         }) {
        const auto findings = found_in(c.raw);

        ASSERT_EQ(findings.size(), 1u) << c.raw;
        const Span span = findings[0].span;
        EXPECT_EQ(findings[0].rule, c.rule) << c.raw;
        EXPECT_EQ(c.raw.substr(span.begin, span.end - span.begin), c.masked) << c.raw;
        EXPECT_EQ(findings[0].category, Category::personal_data);
    }
}

TEST(PersonalData, LeavesNumbersAndHelpLinesAlone) {
    for (const std::string_view raw : {
             "you can call 988 any time",
             "call Samaritans on 116 123",
             "text HOME to 741741",
             "call 1-800-273-8255",
             "I was born in 1987 and diagnosed in 2004 2005 2006",
             "on 2024-05-12 or 12/05/2024",
             "1,095 days since I stopped",
             "I took 50 mg at 8:30",
             "oooooooooo0 nice",
             "@otter thank you",
             "my snap is broken",
             "see https://988lifeline.org/chat",
             "a 5 minute drive down the road",
         }) {
        EXPECT_TRUE(found_in(raw).empty()) << raw;
    }
}

TEST(PersonalData, FindsEachOfSeveral) {
    const auto findings = found_in("a@example.com or b@example.com or 07700 900123");

    ASSERT_EQ(findings.size(), 3u);
    EXPECT_EQ(findings[0].span, (Span{0, 13}));
    EXPECT_EQ(findings[1].span, (Span{17, 30}));
    EXPECT_EQ(findings[2].span, (Span{34, 46}));
}

TEST(DigitRun, TellsPhonesFromDatesAndYears) {
    const auto only = [](std::string_view text) { return digit_runs(text).at(0); };

    EXPECT_EQ(only("0044 20 7946 0958").digits, "00442079460958");
    EXPECT_TRUE(only("0044 20 7946 0958").international);
    EXPECT_EQ(only("555-0132").groups, (std::vector<std::size_t>{3, 4}));
    EXPECT_FALSE(looks_like_phone(only("2024-05-12")));
    EXPECT_FALSE(looks_like_phone(only("2014 2016")));
    EXPECT_FALSE(looks_like_phone(only("12345678901234567890")));
    EXPECT_TRUE(digit_runs("12 34 5").empty());
}

TEST(PersonalData, RefusesABadFileWithPlaceAndReason) {
    const TemporaryFolder folder;
    const auto file = folder.write(
        "personal_data.toml",
        "help_numbers = []\npublic_sites = []\ncontact_words = 'x'\n[[rules]]\nid = 'a'\npattern = "
        "'('\n"
    );

    const auto detector = PersonalData::load(file);

    ASSERT_FALSE(detector);
    EXPECT_NE(detector.error().detail.find(":6:11: rules[0].pattern: missing )"), std::string::npos)
        << detector.error().detail;
}

}  // namespace
}  // namespace holdfast::moderation
