#pragma once

#include "common/error.hpp"
#include "common/protocol/events.hpp"
#include "server/app/environment.hpp"
#include "server/app/room_request.hpp"
#include "server/app/roster.hpp"
#include "server/app/session_ref.hpp"
#include "server/app/shard.hpp"
#include "server/room/outcome.hpp"
#include "server/room/room.hpp"
#include "server/store/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace holdfast::app {

class TriageDesk;
struct RoomGauge;

// The one writer of a room, on its home shard. Takes what waits, decides it in order (assess,
// policy, room), makes the whole lot durable in one append, and only then tells anybody. Shared by
// the shard's table and its own pump; everything on the shard's thread.
class RoomHost : public std::enable_shared_from_this<RoomHost> {
public:
    // `gauge` (null for a care thread) outlives the host.
    RoomHost(RoomId, const Environment&, Shards&, TriageDesk&, Shard& home, RoomGauge* gauge);

    void submit(RoomRequest);
    void presence_changed();

private:
    // What a batch of requests comes to before it is stored.
    struct Work {
        room::Outcome outcome;
        std::vector<std::pair<SessionRef, protocol::Reply>> replies;
        std::vector<const RoomRequest*> writers;  // refused together when the append fails
        std::vector<RoomRequest*> readers;        // answered after it
        struct Accepted {
            room::MessageState state;
            Timestamp at;
        };
        std::vector<Accepted> accepted;  // what was newly said, for the metrics
    };
    struct Decider;
    struct RecentText {
        SendKey key;
        std::string text;
    };

    void start_pump();
    boost::asio::awaitable<void> pump();
    boost::asio::awaitable<void> handle(std::vector<RoomRequest> batch);
    boost::asio::awaitable<void> answer(RoomRequest& request);
    boost::asio::awaitable<Result<store::Nothing>> load(std::vector<store::SentKey> keys);
    boost::asio::awaitable<void> recover();
    boost::asio::awaitable<bool> may_enter(protocol::Person who);

    Work decide(std::vector<RoomRequest>& batch);
    room::Outcome say(const RoomRequest&, const protocol::Say&);
    moderation::Verdict
    screen(const RoomRequest&, const std::string& text, moderation::Assessment&);
    void announce(const room::Outcome&, const room::Appended&);
    void count(const Work&);
    void refuse(const std::vector<const RoomRequest*>&, const Error&);
    void reply(const RoomRequest&, protocol::Reply);
    void publish(const std::string& topic, std::uint64_t seq, const protocol::Event&);
    void pause();
    void refuse_entry(const RoomRequest&);
    void leave(const RoomRequest&);
    protocol::Presence presence() const;
    bool is_care() const;

    RoomId id_;
    const Environment& env_;
    Shards& shards_;
    TriageDesk& desk_;
    Shard& home_;
    RoomGauge* gauge_;
    std::optional<room::Room> room_;  // empty until loaded, and while the store is down
    Roster roster_;
    // What each member said last here, for statements split over several messages.
    std::unordered_map<MemberId, std::deque<RecentText>> recent_;
    std::vector<RoomRequest> inbox_;
    bool is_pumping_ = false;
    bool is_paused_ = false;
    bool presence_is_due_ = false;
    protocol::Presence told_presence_;
    boost::asio::steady_timer presence_timer_;
    boost::asio::steady_timer recovery_timer_;
};

}  // namespace holdfast::app
