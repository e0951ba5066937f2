#pragma once

#include "common/clock.hpp"
#include "common/protocol/commands.hpp"
#include "common/protocol/types.hpp"
#include "server/app/session_ref.hpp"

#include <variant>

namespace holdfast::app {

// A connection ended: its session leaves the room, and nobody waits for a reply.
struct Vanish {};

// What a session asks of a room, on its way to the room's host.
struct RoomRequest {
    SessionRef from;
    protocol::Person who;
    Ref ref;
    Timestamp accepted_at;  // when the server read it: every clock of its case starts here
    std::variant<
        protocol::Join,
        protocol::Leave,
        protocol::Say,
        protocol::Retract,
        protocol::ReadHistory,
        protocol::Decide,
        protocol::Remove,
        Vanish>
        what;
};

}  // namespace holdfast::app
