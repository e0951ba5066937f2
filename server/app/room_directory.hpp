#pragma once

#include "common/ids.hpp"
#include "common/protocol/types.hpp"
#include "server/app/environment.hpp"
#include "server/app/room_request.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace holdfast::app {

class Shards;
class TriageDesk;

enum class RoomKind { open, closed, care };

// What everyone may know about a room. Written by its host, read on any thread.
struct RoomGauge {
    std::atomic<std::uint32_t> members{0};
    std::atomic<bool> is_paused{false};
};

// Which rooms there are and where each is homed. Fixed after construction; any thread.
class RoomDirectory {
public:
    RoomDirectory(const Environment&, Shards&, TriageDesk&);

    // Empty for a room that is not there. A care thread's existence is its host's to check.
    std::optional<RoomKind> kind(const RoomId&) const;

    // Takes the request to the room's host on its home shard; the reply comes by Shards::reply.
    void submit(RoomId, RoomRequest);

    // The number of moderators on shift changed: every room tells its members.
    void refresh_presence();

    // The rooms of the content files, in no order.
    const std::map<RoomId, RoomGauge>& gauges() const { return gauges_; }

private:
    const Environment& env_;
    Shards& shards_;
    TriageDesk& desk_;
    std::map<RoomId, RoomKind> kinds_;
    std::map<RoomId, RoomGauge> gauges_;
};

}  // namespace holdfast::app
