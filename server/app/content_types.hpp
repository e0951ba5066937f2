#pragma once

// What content files hold and what GET /api/content answers. Each struct is described once: the
// strict reader of the files and the JSON of the answer both follow from it.

#include "common/ids.hpp"
#include "common/json.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::app {

// The language that has every text; others may leave some files to it.
inline constexpr const char* base_language = "en";

// A day that exists, written as 2026-01-31.
struct Date {
    std::chrono::year_month_day day;
};
json::MaybeProblem read(const boost::json::value&, Date&, json::UnknownFields);
boost::json::value write(const Date&);

// ---- how a language is shown and checked -----------------------------------------------------

enum class Direction : std::uint8_t { ltr, rtl };
BOOST_DESCRIBE_ENUM(Direction, ltr, rtl)

struct LanguageRules {
    std::string name;  // in the language itself: "Español"
    Direction direction = Direction::ltr;
    std::string automatic;            // the word by which a card says that no person wrote it
    std::vector<std::string> banned;  // words and phrases that no text may use
};
BOOST_DESCRIBE_STRUCT(LanguageRules, (), (name, direction, automatic, banned))

struct Language {
    std::string id;  // "en"
    std::string name;
    Direction direction = Direction::ltr;
};
BOOST_DESCRIBE_STRUCT(Language, (), (id, name, direction))

// ---- rooms -----------------------------------------------------------------------------------

// A room as the server needs it: without words.
struct RoomListing {
    RoomId id;
    std::string family;
    bool open = false;  // to every member; else by invitation
    std::uint32_t order = 0;
};
BOOST_DESCRIBE_STRUCT(RoomListing, (), (id, family, open, order))

struct FamilyListing {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(FamilyListing, (), (id))

struct RoomList {
    std::vector<FamilyListing> families;  // in the order they are shown
    std::vector<RoomListing> rooms;
};
BOOST_DESCRIBE_STRUCT(RoomList, (), (families, rooms))

struct FamilyWords {
    std::string title;
    std::string about;
};
BOOST_DESCRIBE_STRUCT(FamilyWords, (), (title, about))

struct Family : FamilyWords {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(Family, (FamilyWords), (id))

struct RoomWords {
    std::string title;
    std::string invitation;
    std::string about;
    std::string scope;  // what shaped it, and that it is neither therapy nor treatment
    std::string for_whom;
    std::string moderators_see;
    std::string in_a_crisis;
    Date reviewed;
};
BOOST_DESCRIBE_STRUCT(
    RoomWords,
    (),
    (title, invitation, about, scope, for_whom, moderators_see, in_a_crisis, reviewed)
)

// What a member reads before joining.
struct RoomCard : RoomWords {
    RoomId id;
    std::string family;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(RoomCard, (RoomWords), (id, family, open))

struct RoomTexts {
    std::map<std::string, FamilyWords> families;
    std::map<std::string, RoomWords> rooms;
};
BOOST_DESCRIBE_STRUCT(RoomTexts, (), (families, rooms))

// ---- agreements, cards, notes, learn ---------------------------------------------------------

struct Agreement {
    std::string id;
    std::string title;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Agreement, (), (id, title, text))

struct Agreements {
    std::uint32_t version = 0;  // members are asked again when it grows
    Date reviewed;
    std::vector<Agreement> items;
};
BOOST_DESCRIBE_STRUCT(Agreements, (), (version, reviewed, items))

// What a card offers to do, as a button.
enum class CardAction : std::uint8_t {
    help,     // open the help lines
    steady,   // open the grounding tools
    misread,  // "I'm okay, this was misread"
    edit,     // change the message and send it again
    talk,     // ask to talk with a moderator
};
BOOST_DESCRIBE_ENUM(CardAction, help, steady, misread, edit, talk)

// What an author is told at once, automatically. The two bodies differ where the truth does: only
// the first may speak of a moderator being there.
struct Card {
    std::string title;
    std::string body_on_shift;
    std::string body_off_shift;
    std::vector<CardAction> actions;  // the main one first
    Date reviewed;
};
BOOST_DESCRIBE_STRUCT(Card, (), (title, body_on_shift, body_off_shift, actions, reviewed))

// The line a folded message stands under.
struct Note {
    std::string label;
    Date reviewed;
};
BOOST_DESCRIBE_STRUCT(Note, (), (label, reviewed))

struct LearnCard {
    std::string id;
    std::string title;
    std::vector<std::string> body;     // paragraphs
    std::optional<std::string> scope;  // on every card that touches a therapy
    std::vector<std::string> rooms;    // where it is offered
    Date reviewed;
};
BOOST_DESCRIBE_STRUCT(LearnCard, (), (id, title, body, scope, rooms, reviewed))

struct LearnCards {
    std::vector<LearnCard> cards;
};
BOOST_DESCRIBE_STRUCT(LearnCards, (), (cards))

// ---- help lines ------------------------------------------------------------------------------

// One text for every language ("Lifeline"), or one a language ({ en = "...", es = "..." }).
struct LocalText {
    std::map<std::string, std::string> by_language;  // under base_language where there is but one

    const std::string& in(const std::string& language) const;
};
json::MaybeProblem read(const boost::json::value&, LocalText&, json::UnknownFields);

// Text is LocalText in the file, and std::string in the answer.
template <class Text>
struct HelpLine {
    Text name;
    std::optional<std::string> call;
    std::optional<Text> text;
    std::optional<Text> hours;
    std::optional<Text> cost;
    bool verified = false;  // the operator called it
    std::optional<Date> last_checked;

    BOOST_DESCRIBE_CLASS(
        HelpLine, (), (name, call, text, hours, cost, verified, last_checked), (), ()
    )
};

template <class Text>
struct HelpRegion {
    std::string id;
    Text name;
    std::string emergency;
    std::vector<HelpLine<Text>> lines;  // the first two are shown first

    BOOST_DESCRIBE_CLASS(HelpRegion, (), (id, name, emergency, lines), (), ())
};

template <class Text>
struct HelpRegions {
    std::vector<HelpRegion<Text>> regions;

    BOOST_DESCRIBE_CLASS(HelpRegions, (), (regions), (), ())
};

HelpRegions<std::string> in_language(const HelpRegions<LocalText>&, const std::string& language);

// ---- words for staff, names, copy ------------------------------------------------------------

struct StaffLabel {
    std::string label;
    std::string meaning;
};
BOOST_DESCRIBE_STRUCT(StaffLabel, (), (label, meaning))

// First words in a care thread; nothing in it is left to fill in.
struct Opener {
    std::string id;
    std::string label;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Opener, (), (id, label, text))

struct StaffWords {
    Date reviewed;
    std::map<std::string, StaffLabel> levels;       // by Level
    std::map<std::string, std::string> categories;  // by Category
    std::map<std::string, StaffLabel> decisions;    // by protocol::Decision
    std::vector<Opener> openers;
};
BOOST_DESCRIBE_STRUCT(StaffWords, (), (reviewed, levels, categories, decisions, openers))

// "Quiet" + "Otter".
struct Names {
    std::vector<std::string> adjectives;
    std::vector<std::string> beings;
};
BOOST_DESCRIBE_STRUCT(Names, (), (adjectives, beings))

// Every other visible word, by dotted key. `room.send = "Send"` and `"room.send" = "Send"` are the
// same in the file, although TOML makes a table of the first.
struct Copy {
    std::map<std::string, std::string> texts;
};
json::MaybeProblem read(const boost::json::value&, Copy&, json::UnknownFields);

struct CopyFile {
    std::optional<Date> reviewed;
    Copy copy;
};
BOOST_DESCRIBE_STRUCT(CopyFile, (), (reviewed, copy))

// ---- the answer ------------------------------------------------------------------------------

struct ContentAnswer {
    std::string language;
    Direction direction = Direction::ltr;
    std::string version;
    std::vector<Language> languages;
    std::map<std::string, std::string> copy;
    std::vector<Family> families;
    std::vector<RoomCard> rooms;
    Agreements agreements;
    std::map<std::string, Card> cards;
    std::map<std::string, Note> notes;
    std::vector<LearnCard> learn;
    HelpRegions<std::string> help;
    StaffWords staff;
};
BOOST_DESCRIBE_STRUCT(
    ContentAnswer,
    (),
    (language,
     direction,
     version,
     languages,
     copy,
     families,
     rooms,
     agreements,
     cards,
     notes,
     learn,
     help,
     staff)
)

}  // namespace holdfast::app
