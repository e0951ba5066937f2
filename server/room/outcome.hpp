#pragma once

#include "common/clock.hpp"
#include "common/ids.hpp"
#include "moderation/triage/case.hpp"
#include "server/room/message.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::room {

// An entry of the log that points at a message; the message itself is in Outcome::messages or
// older.
struct NewEntry {
    Seq seq;
    EntryKind kind = EntryKind::posted;
    MessageId message;
    Timestamp at;
};

// A flag for the one open case of `about`. `fresh` names the case if there is none yet.
struct RaisedFlag {
    CaseId fresh;
    MemberId about;
    moderation::Flag flag;
};

// Work done on a case by its holder. The store refuses the whole outcome with not_holder when `by`
// does not hold it at that moment, or the case is not about `decided`.
struct Engagement {
    CaseId id;
    MemberId by;
    std::optional<MessageId> decided;  // the flagged message that was answered; none for words
};

// A row of the audit chain: who did what to what, and when. Never a text.
struct AuditRow {
    Timestamp at;
    MemberId actor;
    std::string act;      // "case.opened", "message.decided"
    std::string subject;  // an id
    std::string detail;   // "release"
};

// What a command turned into. One transaction of the store: all of it is durable, or none.
struct Outcome {
    RoomId room;
    Seq expected_seq;               // the room's last when this was decided
    std::vector<Message> messages;  // new, or changed: the whole row
    std::vector<NewEntry> entries;  // dense, from expected_seq + 1
    std::vector<RaisedFlag> flags;
    std::vector<Engagement> engagements;
    std::vector<AuditRow> audit;
};

// What the store made of an outcome's flags and engagements: each touched case as it is now.
struct Appended {
    std::vector<moderation::Case> cases;
};

}  // namespace holdfast::room
