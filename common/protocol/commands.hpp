#pragma once

// What a client asks. On the wire: {"type": "say", "ref": "c7", ...fields}. Every command gets
// exactly one reply that carries its ref (events.hpp, Reply). To add one: a struct here, a place in
// `Command`, an overload in server/app/dispatcher (it will not compile without).

#include "common/protocol/types.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace holdfast::protocol {

// The first command on every connection.
struct Hello {
    static constexpr std::string_view type = "hello";
    std::string token;
};
BOOST_DESCRIBE_STRUCT(Hello, (), (token))

// Where a client's copy of a room stands: it has everything up to and including `seq`.
struct Since {
    Epoch epoch;
    Seq seq;
};
BOOST_DESCRIBE_STRUCT(Since, (), (epoch, seq))

// Enter a room and hear its events. With `since` the reply holds what was missed, or says that
// there is a gap and holds the latest page.
struct Join {
    static constexpr std::string_view type = "join";
    RoomId room;
    std::optional<Since> since;
};
BOOST_DESCRIBE_STRUCT(Join, (), (room, since))

struct Leave {
    static constexpr std::string_view type = "leave";
    RoomId room;
};
BOOST_DESCRIBE_STRUCT(Leave, (), (room))

// A retry carries the same key and is the same message.
struct Say {
    static constexpr std::string_view type = "say";
    RoomId room;
    SendKey key;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Say, (), (room, key, text))

// Take back one's own message, held or visible.
struct Retract {
    static constexpr std::string_view type = "retract";
    RoomId room;
    MessageId message;
};
BOOST_DESCRIBE_STRUCT(Retract, (), (room, message))

// The page of the log before `before`, oldest first.
struct ReadHistory {
    static constexpr std::string_view type = "read_history";
    RoomId room;
    Seq before;
    std::uint32_t limit = 0;
};
BOOST_DESCRIBE_STRUCT(ReadHistory, (), (room, before, limit))

// Staff: be on shift and hear every change of the queue.
struct WatchQueue {
    static constexpr std::string_view type = "watch_queue";
};
BOOST_DESCRIBE_STRUCT(WatchQueue, (), ())

// Staff: read the texts behind a case. The opening is audited.
struct OpenCase {
    static constexpr std::string_view type = "open_case";
    CaseId id;
};
BOOST_DESCRIBE_STRUCT(OpenCase, (), (id))

// Staff: hold a case. Exactly one of many claimants wins; the others learn who holds it.
struct ClaimCase {
    static constexpr std::string_view type = "claim_case";
    CaseId id;
};
BOOST_DESCRIBE_STRUCT(ClaimCase, (), (id))

// Staff: give a case back to the queue, at its old age.
struct ReleaseCase {
    static constexpr std::string_view type = "release_case";
    CaseId id;
};
BOOST_DESCRIBE_STRUCT(ReleaseCase, (), (id))

// Staff: answer a held message. The holder of its case only.
struct Decide {
    static constexpr std::string_view type = "decide";
    CaseId id;
    RoomId room;
    MessageId message;
    Decision decision = Decision::withhold;
};
BOOST_DESCRIBE_STRUCT(Decide, (), (id, room, message, decision))

// Staff: take down a message that members can see.
struct Remove {
    static constexpr std::string_view type = "remove";
    RoomId room;
    MessageId message;
};
BOOST_DESCRIBE_STRUCT(Remove, (), (room, message))

// Is anybody there? For clients that cannot send WebSocket pings.
struct Ping {
    static constexpr std::string_view type = "ping";
};
BOOST_DESCRIBE_STRUCT(Ping, (), ())

using Command = std::variant<
    Hello,
    Join,
    Leave,
    Say,
    Retract,
    ReadHistory,
    WatchQueue,
    OpenCase,
    ClaimCase,
    ReleaseCase,
    Decide,
    Remove,
    Ping>;

}  // namespace holdfast::protocol
