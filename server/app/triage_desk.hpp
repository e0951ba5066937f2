#pragma once

#include "common/protocol/commands.hpp"
#include "common/protocol/events.hpp"
#include "moderation/triage/case.hpp"
#include "server/app/environment.hpp"
#include "server/app/room_request.hpp"
#include "server/app/session_ref.hpp"
#include "server/app/shard.hpp"
#include "server/store/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace holdfast::app {

// What a session asks of the desk.
struct TriageRequest {
    SessionRef from;
    protocol::Person who;
    Ref ref;
    std::variant<
        protocol::WatchQueue,
        protocol::OpenCase,
        protocol::ClaimCase,
        protocol::ReleaseCase,
        Vanish>
        what;
};

// The queue of open cases and who is on shift. The store decides every claim; the desk is its copy
// in memory, and the one place that tells moderators. Lives on the control shard; submit(),
// case_changed() and on_shift() may be called on any thread.
class TriageDesk {
public:
    TriageDesk(const Environment&, Shards&);

    // Reads the open cases. `done` runs on the control shard.
    void load(std::function<void(Result<store::Nothing>)> done);

    // Called once, before anything else: what to do when on_shift() changed.
    void set_on_shift_changed(std::function<void()> callback) {
        on_shift_changed_ = std::move(callback);
    }

    void submit(TriageRequest);

    // A case as the store has it now: after an append that touched it. Older versions are ignored.
    void case_changed(moderation::Case);

    // Moderators who may claim and who watch the queue now.
    std::uint32_t on_shift() const { return on_shift_.load(std::memory_order_relaxed); }

private:
    using Reading = boost::asio::awaitable<void>;

    Reading serve(TriageRequest);
    Reading serve(const TriageRequest&, const protocol::WatchQueue&);
    Reading serve(const TriageRequest&, const protocol::OpenCase&);
    Reading serve(const TriageRequest&, const protocol::ClaimCase&);
    Reading serve(const TriageRequest&, const protocol::ReleaseCase&);
    Reading serve(const TriageRequest&, const Vanish&);
    Reading change(const TriageRequest&, CaseId, std::string act, store::Store::CaseChange change);
    Reading take_over(moderation::Case);
    // Makes the names of these people known; leaves them unnamed where the store is down.
    Reading learn_names(std::vector<MemberId>);

    void on_shift(const TriageRequest&, bool is_on);
    void publish(const std::string& topic, const protocol::Event&);
    protocol::Person person(const MemberId&) const;
    protocol::CaseView view(const moderation::Case&) const;

    const Environment& env_;
    Shards& shards_;
    std::unordered_map<CaseId, moderation::Case> cases_;
    std::unordered_map<MemberId, protocol::Person> people_;
    std::unordered_map<SessionRef, MemberId> watchers_;
    std::atomic<std::uint32_t> on_shift_{0};
    std::function<void()> on_shift_changed_;
};

}  // namespace holdfast::app
