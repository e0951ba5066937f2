#include "server/app/room_host.hpp"

#include "common/log.hpp"
#include "common/metrics.hpp"
#include "common/protocol/codec.hpp"
#include "server/app/await_store.hpp"
#include "server/app/guarded.hpp"
#include "server/app/refusal.hpp"
#include "server/app/room_directory.hpp"
#include "server/app/topic.hpp"
#include "server/app/triage_desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>

namespace holdfast::app {

namespace {

using namespace std::chrono_literals;

constexpr int attempts_at_append = 4;
constexpr auto presence_interval = 500ms;
constexpr auto probe_interval = 1s;

}  // namespace

RoomHost::RoomHost(
    RoomId id,
    const Environment& env,
    Shards& shards,
    TriageDesk& desk,
    Shard& home,
    RoomGauge* gauge
)
    : id_(std::move(id)),
      env_(env),
      shards_(shards),
      desk_(desk),
      home_(home),
      gauge_(gauge),
      presence_timer_(home.context),
      recovery_timer_(home.context) {}

bool RoomHost::is_care() const {
    return moderation::case_of_care_room(id_).has_value();
}

void RoomHost::submit(RoomRequest request) {
    inbox_.push_back(std::move(request));
    if (!is_pumping_) start_pump();
}

void RoomHost::start_pump() {
    is_pumping_ = true;
    boost::asio::co_spawn(
        home_.context,
        pump(),
        [self = shared_from_this()](std::exception_ptr failure) {
            if (!failure) return;
            log_bug(failure);
            // What was being decided is lost to its senders, who will ask again; nobody saw it.
            self->room_.reset();
            self->is_pumping_ = false;
            if (!self->inbox_.empty()) self->start_pump();
        }
    );
}

boost::asio::awaitable<void> RoomHost::pump() {
    while (!inbox_.empty()) {
        std::vector<RoomRequest> batch = std::exchange(inbox_, {});
        co_await handle(std::move(batch));
    }
    // Here, not where the coroutine is reaped: a request that came in between would wait for ever.
    is_pumping_ = false;
    if (is_care() && roster_.is_empty()) home_.rooms.erase(id_);
}

// Everything of a batch that writes goes into one append. Where that is refused because of a
// neighbour (somebody else wrote first, a claim was lost), each request is tried again alone.
boost::asio::awaitable<void> RoomHost::handle(std::vector<RoomRequest> batch) {
    for (int attempt = 1;; ++attempt) {
        std::vector<store::SentKey> keys;
        for (const RoomRequest& request : batch) {
            if (const auto* say = std::get_if<protocol::Say>(&request.what)) {
                if (attempt > 1) keys.push_back({request.who.id, say->key});
            }
        }
        if (!room_ && !is_paused_) {
            const auto loaded = co_await load(std::move(keys));
            if (!loaded && loaded.error().code == Errc::no_such_case) {
                for (const RoomRequest& request : batch)
                    refuse_entry(request);
                co_return;
            }
            if (!loaded) pause();
        }
        Work work = decide(batch);
        Result<room::Appended> appended = room::Appended{};
        if (!work.outcome.messages.empty()) {
            const auto asked = std::chrono::steady_clock::now();
            appended = co_await await_store<room::Appended>([&](auto done) {
                env_.store.append(work.outcome, std::move(done));
            });
            env_.metrics.store_commit.observe(std::chrono::steady_clock::now() - asked);
        }
        if (appended) {
            announce(work.outcome, *appended);
            count(work);
            for (auto& [to, answer] : work.replies)
                shards_.reply(to, std::move(answer));
            for (RoomRequest* reader : work.readers)
                co_await this->answer(*reader);
            co_return;
        }

        room_.reset();  // it holds what was never stored
        const Error error = appended.error();
        if (error.code == Errc::store_unavailable) {
            pause();
            continue;  // decided again as a paused room does: refused, with the readers answered
        }
        if (batch.size() > 1) {
            for (RoomRequest& request : batch) {
                std::vector<RoomRequest> alone;
                alone.push_back(std::move(request));
                co_await handle(std::move(alone));
            }
            co_return;
        }
        if (error.code != Errc::conflict || attempt == attempts_at_append) {
            refuse(work.writers, error);
            co_return;
        }
    }
}

// A care thread is there when its case is; no_such_case, and nothing made, when it is not.
boost::asio::awaitable<Result<store::Nothing>> RoomHost::load(std::vector<store::SentKey> keys) {
    if (const auto case_id = moderation::case_of_care_room(id_)) {
        const auto found = co_await await_store<moderation::Case>([&](auto done) {
            env_.store.read_case(*case_id, std::move(done));
        });
        if (!found) co_return found.error();
    }
    auto log = co_await await_store<room::RoomLog>([&](auto done) {
        env_.store.load_room(id_, std::move(keys), std::move(done));
    });
    if (!log) co_return log.error();
    room_.emplace(id_, std::move(*log));
    co_return store::Nothing{};
}

void RoomHost::pause() {
    room_.reset();
    if (is_paused_) return;
    is_paused_ = true;
    if (gauge_) gauge_->is_paused = true;
    log::error("room.paused", {{"room", id_}});
    protocol::Paused event;
    event.room = id_;
    event.paused = true;
    publish(topic_of(id_), 0, event);
    boost::asio::co_spawn(
        home_.context,
        recover(),
        [self = shared_from_this()](std::exception_ptr failure) {
            if (failure) log_bug(failure);
        }
    );
}

// Asks the store until it can write and the room can be read again.
boost::asio::awaitable<void> RoomHost::recover() {
    while (is_paused_) {
        recovery_timer_.expires_after(probe_interval);
        co_await recovery_timer_.async_wait(boost::asio::use_awaitable);
        const auto probed = co_await await_store<store::Nothing>([&](auto done) {
            env_.store.probe(std::move(done));
        });
        if (!probed) continue;
        std::vector<store::SentKey> none;
        const auto loaded = co_await load(std::move(none));
        if (!loaded) continue;
        is_paused_ = false;
        if (gauge_) gauge_->is_paused = false;
        log::info("room.resumed", {{"room", id_}});
        protocol::Paused event;
        event.room = id_;
        publish(topic_of(id_), 0, event);
    }
}

void RoomHost::announce(const room::Outcome& outcome, const room::Appended& appended) {
    for (const room::NewEntry& entry : outcome.entries) {
        const auto message = std::find_if(
            outcome.messages.rbegin(),
            outcome.messages.rend(),
            [&](const room::Message& m) { return m.id == entry.message; }
        );
        if (message == outcome.messages.rend()) continue;
        protocol::Entry event;
        event.room = id_;
        event.entry = room::view_for_members({entry.seq, entry.kind, *message});
        publish(topic_of(id_), entry.seq.value, event);
    }
    for (const room::Message& message : outcome.messages) {
        // A plainly delivered message needs no word of its own: its author hears the entry.
        if (message.state == room::MessageState::delivered) continue;
        protocol::Status event;
        event.message = room::view_for_author(message);
        publish(topic_of(message.author.id), 0, event);
    }
    for (const moderation::Case& changed : appended.cases)
        desk_.case_changed(changed);
}

void RoomHost::count(const Work& work) {
    for (const Work::Accepted& accepted : work.accepted) {
        env_.metrics.messages_accepted[accepted.state].add();
        if (!room::is_visible(accepted.state)) continue;
        env_.metrics.say_to_delivered.observe(env_.clock.now() - accepted.at);
    }
}

void RoomHost::publish(const std::string& topic, std::uint64_t seq, const protocol::Event& event) {
    env_.bus.publish({topic, seq, std::make_shared<const std::string>(protocol::encode(event))});
}

void RoomHost::reply(const RoomRequest& request, protocol::Reply answer) {
    shards_.reply(request.from, std::move(answer));
}

void RoomHost::refuse(const std::vector<const RoomRequest*>& requests, const Error& error) {
    for (const RoomRequest* request : requests)
        reply(*request, refusal(request->ref, error));
}

protocol::Presence RoomHost::presence() const {
    return {roster_.members(), desk_.on_shift()};
}

// Tells at most twice a second, so that a thousand people who enter are not a million events.
void RoomHost::presence_changed() {
    if (gauge_) gauge_->members = roster_.members();
    if (presence_is_due_) return;
    presence_is_due_ = true;
    presence_timer_.expires_after(presence_interval);
    presence_timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        self->presence_is_due_ = false;
        const protocol::Presence now = self->presence();
        const protocol::Presence& told = self->told_presence_;
        if (error || (now.members == told.members && now.moderators == told.moderators)) return;
        self->told_presence_ = now;
        protocol::PresenceChanged event;
        event.room = self->id_;
        event.presence = now;
        self->publish(topic_of(self->id_), 0, event);
    });
}

// The session is not in the room, whether it was before or not.
void RoomHost::refuse_entry(const RoomRequest& request) {
    leave(request);
    reply(request, refusal(request.ref, {Errc::no_such_room, ""}));
}

void RoomHost::leave(const RoomRequest& request) {
    if (const std::optional<MemberId> gone = roster_.leave(request.from)) {
        recent_.erase(*gone);
        presence_changed();
    }
}

}  // namespace holdfast::app
