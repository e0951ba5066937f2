#include "server/app/content_words.hpp"

#include <gtest/gtest.h>

namespace holdfast::app {
namespace {

TEST(ContentWords, AreCountedWithoutLooseMarks) {
    EXPECT_EQ(count_words(""), 0u);
    EXPECT_EQ(count_words("  One  two\nthree. "), 3u);
    EXPECT_EQ(count_words("It's 116 123 - free"), 4u);
    EXPECT_EQ(count_words("¿Qué sentí?"), 2u);
}

TEST(ContentWords, EndASentenceAtAStopAQuestionOrDots) {
    EXPECT_EQ(longest_sentence(""), 0u);
    EXPECT_EQ(longest_sentence("One. Two three? Four five six… Seven"), 3u);
    EXPECT_EQ(longest_sentence("He said (\"one two three.\") Four"), 5u);
    EXPECT_EQ(longest_sentence("A colon: goes on, and so does a comma"), 9u);
    EXPECT_EQ(longest_sentence("Version 1.2 is one word"), 5u);
}

TEST(ContentWords, FindABannedPhraseAsWholeWordsOnly) {
    EXPECT_TRUE(contains_phrase("That is INVALID.", "invalid"));
    EXPECT_TRUE(contains_phrase("has committed\n suicide", "committed suicide"));
    EXPECT_TRUE(contains_phrase("(inválido)", "inválido"));
    EXPECT_FALSE(contains_phrase("You feel invalidated", "invalid"));
    EXPECT_FALSE(contains_phrase("uninvalid", "invalid"));
    EXPECT_FALSE(contains_phrase("localidad", "loca"));
    EXPECT_FALSE(contains_phrase("anything", ""));
}

TEST(ContentWords, ListTheBlanksOfAText) {
    EXPECT_TRUE(blanks("No blank").empty());
    EXPECT_EQ(
        blanks("{who} at {time}, {who}"), (std::vector<std::string>{"{time}", "{who}", "{who}"})
    );
    EXPECT_TRUE(blanks("Never { closed").empty());
}

TEST(ContentWords, ObjectToWhatMayNotBeShown) {
    const std::vector<std::string> banned{"violation"};
    std::string long_sentence = "one";
    for (int i = 2; i <= 26; ++i)
        long_sentence += " more";
    struct Case {
        std::string text;
        Blanks blanks;
        std::optional<std::string> why;
    };
    const Case cases[] = {
        {"Thank you for saying this.", Blanks::refused, {}},
        {"Hello {name}.", Blanks::filled, {}},
        {" \n", Blanks::filled, "is empty"},
        {"A Violation of rules.", Blanks::filled, "says 'violation', a banned word"},
        {"Well done!", Blanks::filled, "has an exclamation mark"},
        {"¡Hola", Blanks::filled, "has an exclamation mark"},
        {long_sentence, Blanks::filled, "has a sentence of 26 words; at most 25"},
        {"Hello {name}.", Blanks::refused, "has a blank, and nothing fills it"},
        {"Hello [NAME].", Blanks::refused, "has a blank, and nothing fills it"},
        {"Hello ____.", Blanks::refused, "has a blank, and nothing fills it"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(objection(c.text, banned, c.blanks), c.why) << c.text;
}

}  // namespace
}  // namespace holdfast::app
