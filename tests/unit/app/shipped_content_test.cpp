// The files of server/content as we ship them, held against the words of our own promise.

#include "server/app/content.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace holdfast::app {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

const Content& shipped() {
    static const Content content =
        Content::load(fs::path(HOLDFAST_SOURCE_DIR) / "server/content").value();
    return content;
}

std::set<std::string> keys_of(const bj::value& object) {
    std::set<std::string> keys;
    for (const auto& entry : object.as_object())
        keys.emplace(entry.key());
    return keys;
}

bool contains(const bj::value& text, std::string_view part) {
    return std::string_view(text.as_string()).find(part) != std::string_view::npos;
}

using Keys = std::set<std::string>;

TEST(ShippedContent, Loads) {
    const auto content = Content::load(fs::path(HOLDFAST_SOURCE_DIR) / "server/content");

    EXPECT_TRUE(content) << content.error().detail;
}

TEST(ShippedContent, HasEveryCardThatThePolicyAndTheServerName) {
    for (const char* id :
         {"low",
          "concern",
          "high",
          "imminent",
          "care_heavy",
          "being_read",
          "unread",
          "personal_data",
          "method_detail",
          "returned_harassment",
          "returned_medical_advice",
          "returned_solicitation",
          "spam",
          "released",
          "released_with_note",
          "masked",
          "returned",
          "withheld",
          "removed",
          "care_opened",
          "room_paused"}) {
        EXPECT_TRUE(shipped().has_card(id)) << id;
    }
    EXPECT_FALSE(shipped().has_card("lowest"));
    EXPECT_TRUE(shipped().has_note("heavy"));
    EXPECT_FALSE(shipped().has_note("light"));
}

TEST(ShippedContent, ListsItsRooms) {
    Keys rooms;
    for (const RoomListing& room : shipped().rooms()) {
        rooms.insert(room.id.value);
        EXPECT_EQ(room.open, room.id != RoomId{"safe-again"}) << room.id.value;
    }
    EXPECT_EQ(
        rooms,
        (Keys{
            "arrivals",
            "everyday",
            "harbour",
            "lighter-steps",
            "new-pattern",
            "quiet-company",
            "safe-again",
            "thoughts-and-steps",
            "turning-toward"
        })
    );
    EXPECT_EQ(shipped().rooms().front().id, RoomId{"arrivals"});
}

TEST(ShippedContent, AnswersInTheShapeTheBrowserReads) {
    for (const Language& language : shipped().languages()) {
        const bj::value answer = bj::parse(*shipped().as_json(language.id));

        EXPECT_EQ(
            keys_of(answer),
            (Keys{
                "language",
                "direction",
                "version",
                "languages",
                "copy",
                "families",
                "rooms",
                "agreements",
                "cards",
                "notes",
                "learn",
                "help",
                "staff"
            })
        );
        EXPECT_EQ(answer.at("language"), bj::string_view(language.id));
        EXPECT_EQ(answer.at("version"), bj::string_view(shipped().version()));
        EXPECT_EQ(keys_of(answer.at("families").at(0)), (Keys{"id", "title", "about"}));
        EXPECT_EQ(
            keys_of(answer.at("rooms").at(0)),
            (Keys{
                "id",
                "family",
                "open",
                "title",
                "invitation",
                "about",
                "scope",
                "for_whom",
                "moderators_see",
                "in_a_crisis",
                "reviewed"
            })
        );
        EXPECT_EQ(keys_of(answer.at("agreements")), (Keys{"version", "reviewed", "items"}));
        EXPECT_EQ(
            keys_of(answer.at("agreements").at("items").at(0)), (Keys{"id", "title", "text"})
        );
        EXPECT_EQ(
            keys_of(answer.at("cards").at("high")),
            (Keys{"title", "body_on_shift", "body_off_shift", "actions", "reviewed"})
        );
        EXPECT_EQ(answer.at("cards").at("high").at("actions").at(0), "help");
        EXPECT_EQ(answer.at("cards").at("high").at("reviewed").as_string().size(), 10u);
        EXPECT_EQ(keys_of(answer.at("notes").at("heavy")), (Keys{"label", "reviewed"}));
        EXPECT_EQ(
            keys_of(answer.at("learn").at(0)), (Keys{"id", "title", "body", "rooms", "reviewed"})
        );
        EXPECT_EQ(keys_of(answer.at("help")), Keys{"regions"});
        const bj::value& region = answer.at("help").at("regions").at(0);
        EXPECT_EQ(keys_of(region), (Keys{"id", "name", "emergency", "lines"}));
        EXPECT_EQ(keys_of(region.at("lines").at(0)), (Keys{"name", "call", "verified"}));
        EXPECT_EQ(
            keys_of(answer.at("staff")),
            (Keys{"reviewed", "levels", "categories", "decisions", "openers"})
        );
    }
}

// Promising a person at 3 am who is not there is the worst thing a card can do.
TEST(ShippedContent, SpeaksOfAPersonOnShiftOnlyWhereThereIsOne) {
    const std::map<std::string, std::string_view> on_shift{{"en", "on shift"}, {"es", "de turno"}};
    ASSERT_EQ(shipped().languages().size(), on_shift.size());
    for (const auto& [language, words] : on_shift) {
        const bj::value answer = bj::parse(*shipped().as_json(language));
        for (const auto& entry : answer.at("cards").as_object()) {
            EXPECT_FALSE(contains(entry.value().at("body_off_shift"), words)) << entry.key();
        }
        for (const char* id : {"concern", "high", "imminent", "being_read", "unread"}) {
            EXPECT_TRUE(contains(answer.at("cards").at(id).at("body_on_shift"), words)) << id;
        }
    }
}

TEST(ShippedContent, OffersHelpFirstWhereSomebodyMayBeInDanger) {
    for (const Language& language : shipped().languages()) {
        const bj::value answer = bj::parse(*shipped().as_json(language.id));
        for (const char* id :
             {"concern",
              "high",
              "imminent",
              "method_detail",
              "withheld",
              "care_opened",
              "room_paused",
              "unread"}) {
            EXPECT_EQ(answer.at("cards").at(id).at("actions").at(0), "help") << id;
        }
        for (const char* id :
             {"concern",
              "high",
              "imminent",
              "method_detail",
              "personal_data",
              "returned_harassment",
              "returned_medical_advice",
              "returned_solicitation",
              "spam"}) {
            const bj::array& actions = answer.at("cards").at(id).at("actions").as_array();
            EXPECT_NE(std::find(actions.begin(), actions.end(), "misread"), actions.end()) << id;
        }
    }
}

TEST(ShippedContent, SaysOfEveryRoomAndTherapyThatItIsNotTreatment) {
    const bj::value answer = bj::parse(*shipped().as_json("en"));
    for (const bj::value& room : answer.at("rooms").as_array()) {
        EXPECT_TRUE(contains(room.at("scope"), "Peer support shaped by ")) << room.at("id");
        EXPECT_TRUE(contains(room.at("scope"), " not treatment.")) << room.at("id");
    }
    std::size_t shaped = 0;
    for (const bj::value& card : answer.at("learn").as_array()) {
        if (!contains(card.at("id"), "shaped_by_")) continue;
        ++shaped;
        EXPECT_TRUE(contains(card.at("scope"), " not treatment.")) << card.at("id");
    }
    EXPECT_EQ(shaped, 6u);
    EXPECT_GE(answer.at("learn").as_array().size(), 14u);
}

TEST(ShippedContent, MarksEveryHelpLineAsUnverified) {
    const bj::value answer = bj::parse(*shipped().as_json("en"));
    std::map<std::string, std::string> emergency;
    for (const bj::value& region : answer.at("help").at("regions").as_array()) {
        emergency[std::string(region.at("id").as_string())] = region.at("emergency").as_string();
        for (const bj::value& line : region.at("lines").as_array()) {
            EXPECT_FALSE(line.at("verified").as_bool()) << line;
            EXPECT_FALSE(line.as_object().contains("last_checked")) << line;
        }
    }
    EXPECT_EQ(
        emergency,
        (std::map<std::string, std::string>{
            {"au", "000"}, {"eu", "112"}, {"nz", "111"}, {"uk", "999"}, {"us", "911"}
        })
    );
}

TEST(ShippedContent, HasThousandsOfNamesAndNoneTwice) {
    std::set<std::string> names;
    std::uint64_t number = 0;
    while (names.insert(shipped().generated_name(number)).second)
        ++number;

    EXPECT_GE(names.size(), 60u * 60u);
    EXPECT_EQ(shipped().generated_name(number), shipped().generated_name(0));
    EXPECT_EQ(shipped().generated_name(7), shipped().generated_name(7));
    for (const std::string& name : names) {
        EXPECT_LE(name.size(), 24u) << name;
        EXPECT_EQ(std::count(name.begin(), name.end(), ' '), 1) << name;
    }
}

TEST(ShippedContent, IsThereInEnglishAndSpanish) {
    ASSERT_EQ(shipped().languages().size(), 2u);
    EXPECT_EQ(shipped().languages()[0].id, "en");
    EXPECT_EQ(shipped().languages()[1].name, "Español");
    EXPECT_EQ(shipped().agreements_version(), 1u);
}

}  // namespace
}  // namespace holdfast::app
