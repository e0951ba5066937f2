#include "server/app/dispatcher.hpp"

#include "common/enum_name.hpp"
#include "server/app/await_store.hpp"
#include "server/app/core.hpp"
#include "server/app/guarded.hpp"
#include "server/app/refusal.hpp"
#include "server/app/session.hpp"
#include "server/app/topic.hpp"

#include <boost/mp11/algorithm.hpp>

namespace holdfast::app {

namespace {

std::vector<Permission> permissions_of(Role role) {
    std::vector<Permission> permissions;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([&](auto each) {
        if (allows(role, each.value)) permissions.push_back(each.value);
    });
    return permissions;
}

// The session may be gone after each wait, so it is looked up again by its number.
boost::asio::awaitable<void> welcome(Core& core, SessionRef to, Ref ref, std::string token) {
    const auto account = co_await core.identity().find(std::move(token));
    std::vector<RoomId> care_rooms;
    if (account) {
        const auto open = co_await await_store<std::optional<moderation::Case>>([&](auto done) {
            core.env().store.open_case_of(account->person.id, std::move(done));
        });
        if (open && *open && (*open)->care_open) {
            care_rooms.push_back(moderation::care_room((*open)->id));
        }
    }
    auto& sessions = core.shards()[to.shard].sessions;
    const auto found = sessions.find(to.number);
    if (found == sessions.end()) co_return;
    Session& session = *found->second;
    if (!account) {
        session.refuse_sign_in(ref, account.error());
        co_return;
    }
    session.sign_in(account->person);
    protocol::Welcome welcome;
    welcome.ref = std::move(ref);
    welcome.you = account->person;
    welcome.permissions = permissions_of(account->person.role);
    welcome.care_rooms = std::move(care_rooms);
    welcome.now = core.env().clock.now();
    session.on_reply(std::move(welcome));
}

}  // namespace

template <class Command>
void Dispatcher::to_room(const Command& command) {
    RoomRequest request;
    request.from = session.ref();
    request.who = *session.who();
    request.ref = ref;
    request.accepted_at = now;
    request.what = command;
    session.core_.directory().submit(command.room, std::move(request));
}

template <class Command>
void Dispatcher::to_desk(const Command& command) {
    TriageRequest request;
    request.from = session.ref();
    request.who = *session.who();
    request.ref = ref;
    request.what = command;
    session.core_.desk().submit(std::move(request));
}

void Dispatcher::operator()(const protocol::Hello& hello) {
    if (session.who() || session.is_signing_in_) {
        return session.refuse(ref, {Errc::wrong_state, "already signed in"});
    }
    session.is_signing_in_ = true;
    spawn_guarded(
        session.core_.shards()[session.shard_].context,
        welcome(session.core_, session.ref(), ref, hello.token)
    );
}

void Dispatcher::operator()(const protocol::Ping&) {
    protocol::Done pong;
    pong.ref = ref;
    session.send(std::move(pong));
}

void Dispatcher::operator()(const protocol::Join& join) {
    const auto kind = session.core_.directory().kind(join.room);
    if (!kind) return session.refuse(ref, {Errc::no_such_room, ""});
    if (*kind == RoomKind::closed && !allows(session.who()->role, Permission::enter_closed)) {
        return session.refuse(ref, {Errc::forbidden, "this room is by invitation"});
    }
    const std::size_t limit = session.core_.env().limits.rooms_joined;
    if (!session.rooms_.contains(join.room) && session.rooms_.size() >= limit) {
        return session.refuse(ref, {Errc::wrong_state, "leave a room first"});
    }
    session.rooms_.insert(join.room);
    session.joining_.emplace(ref, join.room);
    Hub& hub = session.core_.shards()[session.shard_].hub;
    hub.subscribe(topic_of(join.room), *session.connection_, Hub::Start::muted);
    to_room(join);
}

void Dispatcher::operator()(const protocol::Leave& leave) {
    if (session.rooms_.erase(leave.room) == 0) {
        return session.refuse(ref, {Errc::not_joined, ""});
    }
    Hub& hub = session.core_.shards()[session.shard_].hub;
    hub.unsubscribe(topic_of(leave.room), *session.connection_);
    to_room(leave);
}

template <class Command>
void Dispatcher::to_joined_room(const Command& command) {
    if (!session.rooms_.contains(command.room)) {
        return session.refuse(ref, {Errc::not_joined, ""});
    }
    to_room(command);
}

void Dispatcher::operator()(const protocol::Say& say) {
    to_joined_room(say);
}
void Dispatcher::operator()(const protocol::Retract& retract) {
    to_joined_room(retract);
}
void Dispatcher::operator()(const protocol::ReadHistory& history) {
    to_joined_room(history);
}

void Dispatcher::operator()(const protocol::Decide& decide) {
    if (!session.core_.directory().kind(decide.room)) {
        return session.refuse(ref, {Errc::no_such_room, ""});
    }
    to_room(decide);
}

void Dispatcher::operator()(const protocol::Remove& remove) {
    if (!session.core_.directory().kind(remove.room)) {
        return session.refuse(ref, {Errc::no_such_room, ""});
    }
    to_room(remove);
}

void Dispatcher::operator()(const protocol::WatchQueue& watch) {
    session.watches_queue_ = true;
    Hub& hub = session.core_.shards()[session.shard_].hub;
    hub.subscribe(triage_topic, *session.connection_, Hub::Start::at_once);
    to_desk(watch);
}

void Dispatcher::operator()(const protocol::OpenCase& open) {
    to_desk(open);
}
void Dispatcher::operator()(const protocol::ClaimCase& claim) {
    to_desk(claim);
}
void Dispatcher::operator()(const protocol::ReleaseCase& release) {
    to_desk(release);
}

}  // namespace holdfast::app
