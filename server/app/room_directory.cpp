#include "server/app/room_directory.hpp"

#include "server/app/content.hpp"
#include "server/app/room_host.hpp"
#include "server/app/shard.hpp"

#include <boost/asio/post.hpp>

namespace holdfast::app {

RoomDirectory::RoomDirectory(const Environment& env, Shards& shards, TriageDesk& desk)
    : env_(env), shards_(shards), desk_(desk) {
    for (const auto& room : env.content.rooms()) {
        kinds_.emplace(RoomId{room.id}, room.open ? RoomKind::open : RoomKind::closed);
        gauges_.try_emplace(RoomId{room.id});
    }
}

std::optional<RoomKind> RoomDirectory::kind(const RoomId& room) const {
    if (moderation::case_of_care_room(room)) return RoomKind::care;
    const auto found = kinds_.find(room);
    if (found == kinds_.end()) return {};
    return found->second;
}

void RoomDirectory::submit(RoomId room, RoomRequest request) {
    Shard& home = shards_.home_of(room);
    boost::asio::post(
        home.context,
        [this, &home, room = std::move(room), request = std::move(request)]() mutable {
            const auto [place, is_new] = home.rooms.try_emplace(room);
            if (is_new) {
                const auto gauge = gauges_.find(room);
                place->second = std::make_shared<RoomHost>(
                    room,
                    env_,
                    shards_,
                    desk_,
                    home,
                    gauge == gauges_.end() ? nullptr : &gauge->second
                );
            }
            place->second->submit(std::move(request));
        }
    );
}

void RoomDirectory::refresh_presence() {
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        Shard& shard = shards_[i];
        boost::asio::post(shard.context, [&shard] {
            for (const auto& [id, host] : shard.rooms)
                host->presence_changed();
        });
    }
}

}  // namespace holdfast::app
