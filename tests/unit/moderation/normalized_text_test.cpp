#include "moderation/text/normalized_text.hpp"

#include "common/text.hpp"

#include <gtest/gtest.h>

#include <random>

namespace holdfast::moderation {
namespace {

struct Folding {
    std::string_view raw;
    std::string_view folded;
};

void expect_folded(std::initializer_list<Folding> cases) {
    for (const Folding& c : cases)
        EXPECT_EQ(NormalizedText(c.raw).folded().text(), c.folded) << c.raw;
}

TEST(NormalizedText, FoldsCaseAccentsWidthAndTypography) {
    expect_folded({
        {"I WANT To Die", "i want to die"},
        {"quizás mañana", "quizas manana"},
        {"e\u0301l", "el"},  // accent as a code point of its own
        {"ｉ ｗａｎｔ", "i want"},
        {"𝓴𝓲𝓵𝓵 𝐦𝐞", "kill me"},
        {"don’t", "dont"},
        {"one — two", "one - two"},
        {"  a \t\n\u00A0 b  ", "a b"},
        {"ﬁne…", "fine..."},
    });
}

TEST(NormalizedText, DropsWhatCannotBeSeen) {
    expect_folded({
        {"su\u200Bici\u200Bdal", "suicidal"},
        {"k\u200Dill\u00AD", "kill"},
        {"\uFEFFhi\u202E", "hi"},
        {std::string_view("ki\x01ll", 5), "kill"},
    });
}

TEST(NormalizedText, ReadsLookAlikeLetters) {
    expect_folded({
        {"kіll mysеlf", "kill myself"},  // Cyrillic
        {"ԁιе", "die"},                  // Cyrillic and Greek
        {"ᴋɪʟʟ", "kill"},
        {"🅚🅘🅛🅛", "kill"},
    });
}

TEST(NormalizedText, ReadsLeetOnlyInMixedTokens) {
    expect_folded({
        {"k1ll mys3lf", "kill myself"},
        {"su1c1de", "suicide"},
        {"5uic1dal", "suicidal"},
        {"ki11ing", "killing"},
        {"k1ll1ng", "killing"},
        {"3nd my l1fe", "end my life"},
        {"d!e!", "die!"},
        {"14 50mg 2nd 3am 14f", "14 50mg 2nd 3am 14f"},
        {"covid19 741741", "covid19 741741"},
    });
}

TEST(NormalizedText, JoinsLettersThatStandApart) {
    expect_folded({
        {"k i l l  m y s e l f", "kill myself"},
        {"s.u.i.c.i.d.e now", "suicide now"},
        {"to d-i-e", "to die"},
        {"i am a b", "i am a b"},  // two are not a word
        {"5 5 5 0 1", "5 5 5 0 1"},
    });
}

TEST(NormalizedText, SqueezesRepeats) {
    expect_folded({
        {"diiiie pleeease", "die please"},
        {"killlll", "kill"},
        {"feel all good", "feel all good"},
        {"wait...", "wait..."},
    });
}

TEST(NormalizedText, KeepsWordsAsWrittenInThePlainView) {
    const NormalizedText text("Mail O'Neil_7@EXAMPLE.com k1ll");

    EXPECT_EQ(text.plain().text(), "mail o'neil_7@example.com k1ll");
}

struct Mapping {
    std::string_view raw;
    std::string_view part_of_folded;
    std::string_view original;
};

TEST(NormalizedText, MapsBackToTheOriginalBytes) {
    for (const Mapping& c : {
             Mapping{"I want to DIE now", "die", "DIE"},
             Mapping{"so k i l l  me", "kill", "k i l l"},
             Mapping{"su\u200Bicide!", "suicide", "su\u200Bicide"},
             Mapping{"diiiie ok", "die", "diiiie"},
             Mapping{"🙂 ｄｉｅ 🙂", "die", "ｄｉｅ"},
             Mapping{"don’t go", "dont", "don’t"},
             Mapping{"mañana sí", "manana", "mañana"},
         }) {
        const NormalizedText text(c.raw);
        const std::size_t at = text.folded().text().find(c.part_of_folded);
        ASSERT_NE(at, std::string_view::npos) << c.raw;

        const Span span = text.folded().original(at, at + c.part_of_folded.size());

        EXPECT_EQ(c.raw.substr(span.begin, span.end - span.begin), c.original);
    }
}

TEST(NormalizedText, TakesAnyBytes) {
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string raw(random() % 60, '\0');
        for (char& c : raw)
            c = static_cast<char>(random() % 256);

        const NormalizedText text(raw);

        for (const View* view : {&text.plain(), &text.folded()}) {
            EXPECT_TRUE(text::is_utf8(view->text()));
            const Span all = view->original(0, view->text().size());
            EXPECT_LE(all.begin, all.end);
            EXPECT_LE(all.end, raw.size());
        }
    }
}

TEST(NormalizedText, PutsSpansOnCodePointBorders) {
    const std::string raw = "añ🙂 ｋ i l l ßé";
    const NormalizedText text(raw);
    const std::string_view folded = text.folded().text();

    for (std::size_t begin = 0; begin < folded.size(); ++begin) {
        for (std::size_t end = begin + 1; end <= folded.size(); ++end) {
            const Span span = text.folded().original(begin, end);
            EXPECT_TRUE(text::is_utf8(raw.substr(0, span.begin)));
            EXPECT_TRUE(text::is_utf8(raw.substr(0, span.end)));
        }
    }
    EXPECT_EQ(text.folded().original(3, 3), (Span{}));
    EXPECT_EQ(text.folded().original(900, 901), (Span{}));
}

}  // namespace
}  // namespace holdfast::moderation
