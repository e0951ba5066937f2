#pragma once

#include "common/ids.hpp"
#include "server/room/message.hpp"

#include <cstddef>
#include <vector>

namespace holdfast::room {

// How many entries of its log a room keeps at hand.
inline constexpr std::size_t tail_size = 200;

// What a room needs to go on where it stopped; the store reads it, Room holds it.
struct RoomLog {
    Epoch epoch;                  // made on the first load of a room, the same ever after
    Seq last;                     // 0 for an empty log
    std::vector<LogEntry> tail;   // the last entries (tail_size), oldest first
    std::vector<Message> unseen;  // held or returned: no entry of the log shows them
    std::vector<Message> sent;    // those asked for, in whatever state and room
};

}  // namespace holdfast::room
