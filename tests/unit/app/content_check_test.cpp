#include "server/app/content_check.hpp"

#include "tests/unit/app/content_folder.hpp"

#include <gtest/gtest.h>

namespace holdfast::app {
namespace {

struct Mistake {
    std::string file;
    std::string from;
    std::string to;
    Lines expected;
};

TEST(ContentCheck, NamesThePlaceAndTheReasonOfEveryMistake) {
    std::string many_words = "automatic";
    for (int i = 0; i < 30; ++i)
        many_words += " word word.";
    std::string long_sentence = "It";
    for (int i = 0; i < 25; ++i)
        long_sentence += " is";

    const Mistake mistakes[] = {
        // Not TOML, or not the struct.
        {"en/notes.toml",
         "[heavy]",
         "[heavy",
         {"en/notes.toml:1:7: Error while parsing table header: expected ']', saw '\\n'"}},
        {"en/cards.toml", "title", "titel", {"en/cards.toml:1:1: low.title: missing"}},
        {"en/cards.toml",
         "\"steady\"",
         "\"dance\"",
         {"en/cards.toml:5:20: low.actions[1]: expected one of help, steady, misread, edit, talk"}},
        {"es/language.toml",
         "ltr",
         "up",
         {"es/language.toml:2:13: direction: expected one of ltr, rtl"}},
        {"en/cards.toml",
         "2026-01-31",
         "\"2026-02-30\"",
         {"en/cards.toml:6:12: low.reviewed: expected a date such as 2026-01-31"}},
        {"en/agreements.toml",
         "2026-01-31",
         "\"today\"",
         {"en/agreements.toml:2:12: reviewed: expected a date such as 2026-01-31"}},
        {"en/notes.toml",
         "[heavy]",
         "[heavy]\ncolour = 1",
         {"en/notes.toml:2:10: heavy.colour: unknown field"}},
        // Rooms.
        {"rooms.toml",
         "id = \"arrivals\"",
         "id = \"Arrivals\"",
         {"rooms.toml:4:6: rooms[0].id: expected small letters, digits, '-' or '_'",
          "en/rooms.toml:4:1: rooms.Arrivals: missing; rooms.toml has it",
          "en/rooms.toml:4:1: rooms.arrivals: rooms.toml has no such id",
          "en/learn.toml:5:10: cards[0].rooms[0]: no room 'arrivals'",
          "es/rooms.toml:4:1: rooms.Arrivals: missing; rooms.toml has it",
          "es/rooms.toml:4:1: rooms.arrivals: rooms.toml has no such id",
          "es/learn.toml:5:10: cards[0].rooms[0]: no room 'arrivals'"}},
        {"rooms.toml",
         "[[rooms]]",
         "[[rooms]]\nid = \"arrivals\"\nfamily = \"welcome\"\nopen = true\norder = 1\n[[rooms]]",
         {"rooms.toml:9:6: rooms[1].id: 'arrivals' stands here twice",
          "rooms.toml:12:9: rooms[1].order: is taken by 'arrivals'"}},
        {"rooms.toml",
         "family = \"welcome\"",
         "family = \"harbour\"",
         {"rooms.toml:5:10: rooms[0].family: no family 'harbour'"}},
        {"rooms.toml",
         "[[families]]",
         "[[families]]\nid = \"welcome\"\n[[families]]",
         {"rooms.toml:4:6: families[1].id: 'welcome' stands here twice"}},
        // Help lines.
        {"help_lines.toml",
         "call = \"116 123\"\n",
         "",
         {"help_lines.toml:5:1: regions[0].lines[0]: expected a way to reach it: call, text or both"
         }},
        {"help_lines.toml",
         "116 123",
         "116 12E",
         {"help_lines.toml:7:8: regions[0].lines[0].call: expected a phone number"}},
        {"help_lines.toml",
         "999",
         "nine",
         {"help_lines.toml:4:13: regions[0].emergency: expected a phone number"}},
        {"help_lines.toml",
         "verified = false",
         "verified = true",
         {"help_lines.toml:5:1: regions[0].lines[0]: verified, but last_checked is missing"}},
        {"help_lines.toml",
         "[[regions.lines]]\nname = \"Samaritans\"\ncall = \"116 123\"\nverified = false",
         "lines = []",
         {"help_lines.toml:1:1: regions: expected a region with at least one line"}},
        {"help_lines.toml",
         "en = \"United Kingdom\", ",
         "",
         {"help_lines.toml:3:8: regions[0].name.en: missing"}},
        // Words.
        {"en/cards.toml",
         "Thank you.",
         "A violation.",
         {"en/cards.toml:3:17: low.body_on_shift: says 'violation', a banned word"}},
        {"en/learn.toml",
         "It can be small.",
         "She Committed Suicide.",
         {"en/learn.toml:4:9: cards[0].body[0]: says 'committed suicide', a banned word"}},
        {"es/notes.toml",
         "Esto pesa.",
         "Una infracción.",
         {"es/notes.toml:2:9: heavy.label: says 'infracción', a banned word"}},
        {"en/rooms.toml",
         "Come in.",
         "Come in!",
         {"en/rooms.toml:6:14: rooms.arrivals.invitation: has an exclamation mark"}},
        {"en/agreements.toml",
         "It is support.",
         "",
         {"en/agreements.toml:6:8: items[0].text: is empty"}},
        {"en/cards.toml",
         "Thank you. One",
         long_sentence + ". One",
         {"en/cards.toml:3:17: low.body_on_shift: has a sentence of 26 words; at most 25"}},
        {"en/cards.toml",
         "\"Thank you. An automatic message.\"",
         "\"" + many_words + "\"",
         {"en/cards.toml:4:18: low.body_off_shift: has 62 words with its title; at most 60"}},
        {"en/cards.toml",
         "Thank you. An automatic message.",
         "Thank you.",
         {"en/cards.toml:4:18: low.body_off_shift: does not say 'automatic'"}},
        {"en/cards.toml",
         "One is on shift",
         "{name} is on shift",
         {"en/cards.toml:3:17: low.body_on_shift: has a blank, and nothing fills it"}},
        {"en/staff.toml",
         "I am here with you.",
         "Hello [NAME].",
         {"en/staff.toml:37:8: openers[0].text: has a blank, and nothing fills it"}},
        {"en/copy.toml",
         "\"Send\"",
         "\"Send!\"",
         {"en/copy.toml:2:15: copy.room.send: has an exclamation mark"}},
        // Lists.
        {"en/cards.toml",
         "\"help\", \"steady\"",
         "",
         {"en/cards.toml:5:11: low.actions: expected at least one"}},
        {"en/cards.toml",
         "\"steady\"",
         "\"help\"",
         {"en/cards.toml:5:11: low.actions: has one twice"}},
        {"en/learn.toml", "\"It can be small.\"", "", {"en/learn.toml:4:8: cards[0].body: is empty"}
        },
        {"en/learn.toml",
         "[\"arrivals\"]",
         "[\"harbour\"]",
         {"en/learn.toml:5:10: cards[0].rooms[0]: no room 'harbour'"}},
        {"en/names.toml",
         "\"Calm\"",
         "\"Quiet\"",
         {"en/names.toml:1:24: adjectives[1]: 'Quiet' stands here twice"}},
        {"en/names.toml",
         "\"Wren\"",
         "\"Sea Wren\"",
         {"en/names.toml:2:28: beings[2]: expected one word"}},
        {"en/staff.toml",
         "spam = \"Spam\"\n",
         "",
         {"en/staff.toml:8:1: categories.spam: missing; the server has it"}},
        {"en/staff.toml",
         "[decisions]",
         "[decisions]\nban = { label = \"Ban\", meaning = \"Out.\" }",
         {"en/staff.toml:29:7: decisions.ban: the server has no such id"}},
        // A translation that is not one.
        {"es/cards.toml",
         "[low]",
         "[lou]",
         {"es/cards.toml:1:1: low: missing; en/cards.toml has it",
          "es/cards.toml:1:1: lou: en/cards.toml has no such id"}},
        {"es/notes.toml",
         "[heavy]",
         "[pesado]",
         {"es/notes.toml:1:1: heavy: missing; en/notes.toml has it",
          "es/notes.toml:1:1: pesado: en/notes.toml has no such id"}},
        {"es/agreements.toml",
         "\"peers\"",
         "\"iguales\"",
         {"es/agreements.toml:1:1: peers: missing; en/agreements.toml has it",
          "es/agreements.toml:1:1: iguales: en/agreements.toml has no such id"}},
        {"es/agreements.toml",
         "version = 3",
         "version = 2",
         {"es/agreements.toml:1:11: version: is not that of en/agreements.toml: 3"}},
        {"es/learn.toml",
         "first_step",
         "primer_paso",
         {"es/learn.toml:1:1: first_step: missing; en/learn.toml has it",
          "es/learn.toml:1:1: primer_paso: en/learn.toml has no such id"}},
        {"es/copy.toml",
         "room.joined",
         "room.come",
         {"es/copy.toml:2:13: copy.room.come: en/copy.toml has no such id"}},
        {"es/copy.toml",
         "{name}",
         "{nombre}",
         {"es/copy.toml:2:15: copy.room.joined: has other {blanks} than in en/copy.toml"}},
    };
    for (const Mistake& mistake : mistakes) {
        const ContentFolder folder;
        folder.replace(mistake.file, mistake.from, mistake.to);
        EXPECT_EQ(folder.problems(), mistake.expected) << mistake.file << ": " << mistake.to;
    }
}

TEST(ContentCheck, ReportsTheMistakesOfAllFilesAtOnce) {
    const ContentFolder folder;
    folder.replace("en/rooms.toml", "Come in.", "Come in!");
    folder.replace("es/notes.toml", "Esto pesa.", "¡Esto pesa!");

    EXPECT_EQ(folder.problems().size(), 2u);
}

TEST(ContentCheck, RefusesAFileThatIsMissing) {
    const ContentFolder folder;
    folder.remove("es/cards.toml");

    EXPECT_EQ(folder.problems(), Lines{"es/cards.toml: cannot be read"});
}

TEST(ContentCheck, RefusesAFileOrAFolderThatNothingReads) {
    const ContentFolder folder;
    folder.write("es/stuff.toml", "");
    folder.write("es/README.md", "For translators.");
    folder.write("es-old/notes.toml", "");
    folder.write("room.toml", "");

    EXPECT_EQ(
        folder.problems(),
        (Lines{
            "es-old: no language has this code",
            "room.toml: nothing reads it",
            "es/stuff.toml: nothing reads it"
        })
    );
}

TEST(ContentCheck, RefusesAFolderThatIsNotThere) {
    const Result<Content> content = Content::load("/nowhere/content");

    ASSERT_FALSE(content);
    EXPECT_TRUE(content.error().detail.starts_with("/nowhere/content/rooms.toml: cannot be read\n")
    );
}

}  // namespace
}  // namespace holdfast::app
