#pragma once

// Values that commands and events share. Every struct here is described once; the JSON codec, the
// browser's TypeScript (see typescript.cpp) and the schema in PROTOCOL.md follow from it.

#include "common/clock.hpp"
#include "common/ids.hpp"
#include "common/permissions.hpp"
#include "common/taxonomy.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::protocol {

inline constexpr std::string_view subprotocol = "holdfast.v1";
inline constexpr std::size_t max_frame_bytes = 16 * 1024;
inline constexpr std::size_t max_text_code_points = 2'000;
inline constexpr std::size_t max_id_bytes = 64;
inline constexpr std::uint32_t max_page = 100;

// What became of a message. The author is always told the true one.
enum class MessageState : std::uint8_t {
    held,  // nobody sees it before a moderator does
    delivered,
    delivered_with_note,  // members open it by choice
    masked,               // delivered with a part hidden
    released,             // was held; a moderator let it through
    released_with_note,
    returned,   // back to the author for another go
    withheld,   // a moderator keeps it from the room
    dropped,    // not sent (spam)
    removed,    // a moderator took it down
    retracted,  // the author took it back
};
BOOST_DESCRIBE_ENUM(
    MessageState,
    held,
    delivered,
    delivered_with_note,
    masked,
    released,
    released_with_note,
    returned,
    withheld,
    dropped,
    removed,
    retracted
)

// A moderator's answer to a held message.
enum class Decision : std::uint8_t { release, release_with_note, mask, return_, withhold };
BOOST_DESCRIBE_ENUM(Decision, release, release_with_note, mask, return_, withhold)

struct Person {
    MemberId id;
    std::string name;
    Role role = Role::member;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, name, role))

// Code points [begin, end) of a text.
struct TextSpan {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};
BOOST_DESCRIBE_STRUCT(TextSpan, (), (begin, end))

// A message as members see it. `text` is empty once it was removed or retracted.
struct MessageView {
    MessageId id;
    Person author;
    std::string text;
    Timestamp at;
    MessageState state = MessageState::delivered;
    std::optional<std::string> note;  // id of the note it is folded under
};
BOOST_DESCRIBE_STRUCT(MessageView, (), (id, author, text, at, state, note))

// One member-visible event of a room, as a page of its log holds it.
enum class EntryKind : std::uint8_t { posted, taken_down };
BOOST_DESCRIBE_ENUM(EntryKind, posted, taken_down)

struct EntryView {
    Seq seq;
    EntryKind kind = EntryKind::posted;
    MessageView message;
};
BOOST_DESCRIBE_STRUCT(EntryView, (), (seq, kind, message))

// The author's own message with its true status; sent to nobody else.
struct OwnMessage {
    RoomId room;
    MessageId id;
    SendKey key;
    std::string text;  // as written
    Timestamp at;
    MessageState state = MessageState::held;
    std::optional<Seq> seq;            // where the room sees it, if it does
    std::optional<std::string> shown;  // what the room sees, where that differs from `text`
    std::optional<std::string> card;   // id of the card that explains
};
BOOST_DESCRIBE_STRUCT(OwnMessage, (), (room, id, key, text, at, state, seq, shown, card))

// How many people are in a room, and how many moderators are on shift. Never a list of names.
struct Presence {
    std::uint32_t members = 0;
    std::uint32_t moderators = 0;
};
BOOST_DESCRIBE_STRUCT(Presence, (), (members, moderators))

// A case in the queue: enough to choose and to claim. Never a text.
struct CaseView {
    CaseId id;
    std::uint64_t version = 0;
    CaseState state = CaseState::offered;
    Level level = Level::none;
    Category category = Category::distress;
    Person about;
    RoomId room;  // of the latest flag
    Timestamp opened_at;
    Timestamp level_since;
    std::uint32_t flags = 0;
    std::optional<Person> holder;
    bool care_open = false;
    RoomId care_room;
};
BOOST_DESCRIBE_STRUCT(
    CaseView,
    (),
    (id,
     version,
     state,
     level,
     category,
     about,
     room,
     opened_at,
     level_since,
     flags,
     holder,
     care_open,
     care_room)
)

// Why a message was flagged.
struct ReasonView {
    Category category = Category::distress;
    Level level = Level::none;
    std::string rule;
    TextSpan span;
    std::vector<std::string> cues;
};
BOOST_DESCRIBE_STRUCT(ReasonView, (), (category, level, rule, span, cues))

// A flagged message with what stood around it. Sent only to the moderator who opens the case.
struct FlaggedMessage {
    MessageView message;  // text as written, also while held
    RoomId room;
    std::vector<ReasonView> reasons;
    std::string ruleset;
    std::string policy;
    std::vector<MessageView> before;  // up to ten, oldest first
    std::vector<MessageView> after;   // up to ten, oldest first
};
BOOST_DESCRIBE_STRUCT(FlaggedMessage, (), (message, room, reasons, ruleset, policy, before, after))

}  // namespace holdfast::protocol
