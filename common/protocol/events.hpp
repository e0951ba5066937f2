#pragma once

// What the server tells. A Reply answers one command and carries its ref; an Event is told to
// everyone who listens to its topic. On the wire both are {"type": "...", ...fields}.

#include "common/error.hpp"
#include "common/protocol/types.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace holdfast::protocol {

// ---- replies ---------------------------------------------------------------------------------

struct Welcome {
    static constexpr std::string_view type = "welcome";
    Ref ref;
    Person you;
    std::vector<Permission> permissions;
    std::vector<RoomId> care_rooms;  // open care threads of this member
    Timestamp now;
};
BOOST_DESCRIBE_STRUCT(Welcome, (), (ref, you, permissions, care_rooms, now))

struct Joined {
    static constexpr std::string_view type = "joined";
    Ref ref;
    RoomId room;
    Epoch epoch;
    Seq seq;                         // the room's last; events continue at the next one
    bool gap = false;                // `entries` do not reach back to `since`: take them as all
    std::vector<EntryView> entries;  // oldest first
    std::vector<OwnMessage> own;     // the member's own messages that the room does not see
    Presence presence;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(Joined, (), (ref, room, epoch, seq, gap, entries, own, presence, paused))

// A message was accepted: it is durable, and this is what became of it.
struct Said {
    static constexpr std::string_view type = "said";
    Ref ref;
    OwnMessage message;
};
BOOST_DESCRIBE_STRUCT(Said, (), (ref, message))

struct HistoryPage {
    static constexpr std::string_view type = "history_page";
    Ref ref;
    RoomId room;
    std::vector<EntryView> entries;  // oldest first
    bool more = false;               // there are older ones
};
BOOST_DESCRIBE_STRUCT(HistoryPage, (), (ref, room, entries, more))

struct Queue {
    static constexpr std::string_view type = "queue";
    Ref ref;
    std::vector<CaseView> cases;  // most urgent first, then oldest first
};
BOOST_DESCRIBE_STRUCT(Queue, (), (ref, cases))

struct OpenedCase {
    static constexpr std::string_view type = "opened_case";
    Ref ref;
    CaseView summary;
    std::vector<FlaggedMessage> messages;  // oldest first
};
BOOST_DESCRIBE_STRUCT(OpenedCase, (), (ref, summary, messages))

struct CaseHeld {
    static constexpr std::string_view type = "case_held";
    Ref ref;
    CaseView summary;
};
BOOST_DESCRIBE_STRUCT(CaseHeld, (), (ref, summary))

struct Done {
    static constexpr std::string_view type = "done";
    Ref ref;
};
BOOST_DESCRIBE_STRUCT(Done, (), (ref))

// The typed error. `detail` is for developers; people get a sentence from the content files.
struct Refused {
    static constexpr std::string_view type = "refused";
    Ref ref;  // empty where the frame held none that could be read
    Errc code = Errc::internal;
    std::optional<std::string> field;  // path of the field that did not fit
    std::optional<std::string> detail;
    std::optional<std::uint32_t> retry_after;  // milliseconds
    std::optional<Person> holder;              // held_by_other: who
};
BOOST_DESCRIBE_STRUCT(Refused, (), (ref, code, field, detail, retry_after, holder))

using Reply =
    std::variant<Welcome, Joined, Said, HistoryPage, Queue, OpenedCase, CaseHeld, Done, Refused>;

// ---- events ----------------------------------------------------------------------------------

// Topic: the room. The next entry of its log.
struct Entry {
    static constexpr std::string_view type = "entry";
    RoomId room;
    EntryView entry;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (room, entry))

// Topic: the author. The true status of one's own message changed.
struct Status {
    static constexpr std::string_view type = "status";
    OwnMessage message;
};
BOOST_DESCRIBE_STRUCT(Status, (), (message))

// Topic: the author. A private place to talk with a moderator is open.
struct CareOpened {
    static constexpr std::string_view type = "care_opened";
    RoomId room;
};
BOOST_DESCRIBE_STRUCT(CareOpened, (), (room))

// Topic: the room.
struct PresenceChanged {
    static constexpr std::string_view type = "presence";
    RoomId room;
    Presence presence;
};
BOOST_DESCRIBE_STRUCT(PresenceChanged, (), (room, presence))

// Topic: the room. Nothing can be made durable now, so nothing is accepted; or it can again.
struct Paused {
    static constexpr std::string_view type = "paused";
    RoomId room;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(Paused, (), (room, paused))

// Topic: triage. A case is new or has changed.
struct CaseChanged {
    static constexpr std::string_view type = "case_changed";
    CaseView summary;
};
BOOST_DESCRIBE_STRUCT(CaseChanged, (), (summary))

using Event = std::variant<Entry, Status, CareOpened, PresenceChanged, Paused, CaseChanged>;

}  // namespace holdfast::protocol
