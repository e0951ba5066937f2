#pragma once

#include "common/clock.hpp"
#include "common/ids.hpp"
#include "common/protocol/commands.hpp"

namespace holdfast::app {

class Session;

// The table of contents of what the server can do: one overload a command, each of which sends the
// command on to where it is decided. Lives for one call, on the session's shard. The session is
// signed in (but for Hello and Ping) and its role allows the command.
struct Dispatcher {
    Session& session;
    Ref ref;
    Timestamp now;

    void operator()(const protocol::Hello&);
    void operator()(const protocol::Ping&);
    // To the room's host:
    void operator()(const protocol::Join&);
    void operator()(const protocol::Leave&);
    void operator()(const protocol::Say&);
    void operator()(const protocol::Retract&);
    void operator()(const protocol::ReadHistory&);
    void operator()(const protocol::Decide&);
    void operator()(const protocol::Remove&);
    // To the triage desk:
    void operator()(const protocol::WatchQueue&);
    void operator()(const protocol::OpenCase&);
    void operator()(const protocol::ClaimCase&);
    void operator()(const protocol::ReleaseCase&);

private:
    template <class Command>
    void to_room(const Command&);
    template <class Command>
    void to_joined_room(const Command&);
    template <class Command>
    void to_desk(const Command&);
};

}  // namespace holdfast::app
