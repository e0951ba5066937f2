#pragma once

#include "common/clock.hpp"
#include "common/ids.hpp"
#include "common/protocol/types.hpp"
#include "moderation/assessment.hpp"
#include "moderation/policy/policy.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace holdfast::room {

using protocol::EntryKind;
using protocol::MessageState;
using protocol::Person;

// What a member said, and what became of it. `text` is for staff with a reason; whatever members
// see is built from `shown` alone, which is empty while nobody may see it.
struct Message {
    MessageId id;
    RoomId room;
    Person author;
    SendKey key;
    std::string text;
    std::string shown;
    Timestamp accepted_at;
    MessageState state = MessageState::held;
    std::optional<Seq> seq;           // of the entry that showed it
    std::optional<std::string> note;  // id of the note it is folded under
    moderation::Assessment assessment;
    moderation::Verdict verdict;
};

// One member-visible event of the room, with the message as it is now.
struct LogEntry {
    Seq seq;
    EntryKind kind = EntryKind::posted;
    Message message;
};

bool is_visible(MessageState);

// The one way to the wire for other members: uses `shown`, never `text`.
protocol::MessageView view_for_members(const Message&);
protocol::EntryView view_for_members(const LogEntry&);
// The author's own, with its true status.
protocol::OwnMessage view_for_author(const Message&);
// For a moderator who opened the case: the text as written.
protocol::MessageView view_for_staff(const Message&);

}  // namespace holdfast::room
