#include "tests/scenario/actor.hpp"

#include "common/enum_name.hpp"
#include "common/protocol/codec.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace holdfast::scenario {

namespace {

using namespace std::chrono_literals;

// How long a reply may take before the scenario fails.
constexpr auto patience = 5s;

}  // namespace

Error refusal_error(const protocol::Refused& refused) {
    std::string detail = "refused: " + std::string(name_of(refused.code));
    if (refused.detail) detail += " (" + *refused.detail + ")";
    return {refused.code, std::move(detail)};
}

Actor::Actor(World& world, std::string name, Role role, Login login)
    : world_(world), name_(std::move(name)), role_(role), login_(std::move(login)) {}

Result<void> Actor::arrive() {
    if (login_.token.empty()) {
        auto login = world_.log_in(name_, role_);
        if (!login) return login.error();
        login_ = std::move(*login);
    }
    auto wire = world_.connect();
    if (!wire) return wire.error();
    wire_ = std::move(*wire);
    looked_ = 0;
    protocol::Hello hello;
    hello.token = login_.token;
    const auto reply = ask(hello);
    if (!reply) return reply.error();
    const auto* welcome = std::get_if<protocol::Welcome>(&*reply);
    if (!welcome) return Error{Errc::bad_token, "hello was refused"};
    if (!welcome->care_rooms.empty()) care_room_ = welcome->care_rooms.front();
    // Take up every room where it was left.
    const auto rooms = rooms_;
    for (const auto& [room, copy] : rooms) {
        if (auto joined = join(room); !joined) return joined.error();
    }
    return {};
}

void Actor::drop() {
    look();
    wire_->drop();
    std::move(wire_->frames.begin(), wire_->frames.end(), std::back_inserter(past_frames_));
    wire_.reset();
}

Result<protocol::Reply> Actor::join(const std::string& room) {
    protocol::Join join;
    join.room.value = room;
    if (const RoomCopy* copy = this->room(room))
        join.since = protocol::Since{copy->epoch, copy->seq};
    auto reply = ask(join);
    if (reply && std::holds_alternative<protocol::Joined>(*reply)) last_room_ = room;
    return reply;
}

Result<protocol::Reply> Actor::say(const std::string& room, const std::string& text) {
    protocol::Say say;
    say.room.value = room;
    say.key.value = name_ + "-" + std::to_string(++last_key_);
    say.text = text;
    return ask(say);
}

Result<protocol::Reply> Actor::ask(protocol::Command command) {
    if (!wire_) return Error{Errc::wrong_state, "not connected"};
    protocol::Request request;
    request.ref.value = "r" + std::to_string(++last_ref_);
    request.command = std::move(command);
    wire_->send(protocol::encode(request));
    const bool came = world_.run_until(
        [&] {
            look();
            return replies_.contains(request.ref.value) || wire_->closed_with;
        },
        patience
    );
    const auto reply = replies_.find(request.ref.value);
    if (reply != replies_.end()) return reply->second;
    return Error{Errc::internal, came ? "the connection was closed" : "no reply came"};
}

void Actor::look() {
    if (!wire_) return;
    for (; looked_ < wire_->frames.size(); ++looked_) {
        auto decoded = protocol::decode_from_server(wire_->frames[looked_]);
        if (!decoded) {
            fault_ = "a frame that is not of the protocol: " + decoded.error().detail;
        } else if (const auto* reply = std::get_if<protocol::Reply>(&*decoded)) {
            take(*reply);
        } else {
            take(std::get<protocol::Event>(*decoded));
        }
    }
}

const Actor::RoomCopy* Actor::room(const std::string& room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}

bool Actor::ever_received(std::string_view words) const {
    const auto has = [&](const std::string& frame) {
        return frame.find(words) != std::string::npos;
    };
    if (std::any_of(past_frames_.begin(), past_frames_.end(), has)) return true;
    return wire_ && std::any_of(wire_->frames.begin(), wire_->frames.end(), has);
}

void Actor::take_entry(const RoomId& room, const protocol::EntryView& entry) {
    RoomCopy& copy = rooms_[room.value];
    if (entry.seq.value != copy.seq.value + 1) {
        fault_ = room.value + ": entry " + std::to_string(entry.seq.value) + " after " +
                 std::to_string(copy.seq.value);
    }
    copy.seq = entry.seq;
    copy.entries[entry.seq.value] = entry;
}

void Actor::take(const protocol::Reply& reply) {
    std::visit([&](const auto& r) { replies_[r.ref.value] = reply; }, reply);
    if (const auto* joined = std::get_if<protocol::Joined>(&reply)) {
        RoomCopy& copy = rooms_[joined->room.value];
        const bool continues = !joined->gap && copy.epoch == joined->epoch;
        if (!continues) {
            copy.entries.clear();
            if (!joined->entries.empty()) copy.seq.value = joined->entries.front().seq.value - 1;
        }
        copy.epoch = joined->epoch;
        for (const auto& entry : joined->entries)
            take_entry(joined->room, entry);
        if (joined->entries.empty()) copy.seq = joined->seq;
        if (copy.seq != joined->seq) fault_ = joined->room.value + ": the snapshot has a hole";
        for (const auto& own : joined->own)
            own_[own.text] = own;
    } else if (const auto* said = std::get_if<protocol::Said>(&reply)) {
        own_[said->message.text] = said->message;
    } else if (const auto* queue = std::get_if<protocol::Queue>(&reply)) {
        for (const auto& c : queue->cases)
            cases_[c.id] = c;
    } else if (const auto* opened = std::get_if<protocol::OpenedCase>(&reply)) {
        opened_ = *opened;
    } else if (const auto* held = std::get_if<protocol::CaseHeld>(&reply)) {
        cases_[held->summary.id] = held->summary;
    }
}

void Actor::take(const protocol::Event& event) {
    if (const auto* entry = std::get_if<protocol::Entry>(&event)) {
        take_entry(entry->room, entry->entry);
    } else if (const auto* status = std::get_if<protocol::Status>(&event)) {
        own_[status->message.text] = status->message;
    } else if (const auto* care = std::get_if<protocol::CareOpened>(&event)) {
        care_room_ = care->room;
    } else if (const auto* changed = std::get_if<protocol::CaseChanged>(&event)) {
        auto [known, is_new] = cases_.try_emplace(changed->summary.id, changed->summary);
        if (known->second.version < changed->summary.version) known->second = changed->summary;
    }
}

}  // namespace holdfast::scenario
