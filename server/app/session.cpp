#include "server/app/session.hpp"

#include "common/log.hpp"
#include "common/metrics.hpp"
#include "server/app/command_permissions.hpp"
#include "server/app/core.hpp"
#include "server/app/dispatcher.hpp"
#include "server/app/refusal.hpp"
#include "server/app/topic.hpp"

#include <utility>
#include <variant>

namespace holdfast::app {

Session::Session(Core& core, std::size_t shard)
    : core_(core),
      shard_(shard),
      commands_(
          core.env().limits.command_burst,
          core.env().limits.command_interval,
          core.env().clock.now()
      ),
      says_(core.env().limits.say_burst, core.env().limits.say_interval, core.env().clock.now()) {}

SessionRef Session::ref() const {
    return {shard_, connection_->number()};
}

void Session::on_open(net::Connection& connection) {
    connection_ = &connection;
    core_.shards()[shard_].sessions.emplace(connection.number(), this);
    core_.env().metrics.connections_open.add(1);
}

void Session::on_text(std::string_view frame) {
    const Timestamp now = core_.env().clock.now();
    core_.env().metrics.frames_received.add();
    auto decoded = protocol::decode(frame);
    if (auto* refused = std::get_if<protocol::Refused>(&decoded)) {
        send(std::move(*refused));
        if (++bad_frames_ == core_.env().limits.bad_frames) {
            connection_->close(protocol::CloseCode::bad_request, "too many bad commands");
        }
        return;
    }
    const auto& request = std::get<protocol::Request>(decoded);
    if (!commands_.take(now)) return refuse_too_fast(request.ref, commands_, now);

    const auto permission =
        std::visit([](const auto& command) { return needed(command); }, request.command);
    if (permission) {
        if (!who_) return refuse(request.ref, {Errc::not_signed_in, "say hello first"});
        if (!allows(who_->role, *permission)) return refuse(request.ref, {Errc::forbidden, ""});
    }
    if (std::holds_alternative<protocol::Say>(request.command) && !says_.take(now)) {
        return refuse_too_fast(request.ref, says_, now);
    }
    std::visit(Dispatcher{*this, request.ref, now}, request.command);
}

void Session::sign_in(protocol::Person who) {
    who_ = std::move(who);
    Hub& hub = core_.shards()[shard_].hub;
    hub.subscribe(topic_of(who_->id), *connection_, Hub::Start::at_once);
}

void Session::refuse_sign_in(const Ref& ref, const Error& error) {
    is_signing_in_ = false;
    refuse(ref, error);
    if (error.code == Errc::bad_token) {
        connection_->close(protocol::CloseCode::bad_token, "sign in again");
    }
}

void Session::on_reply(const protocol::Reply& reply) {
    Hub& hub = core_.shards()[shard_].hub;
    if (const auto* joined = std::get_if<protocol::Joined>(&reply)) {
        joining_.erase(joined->ref);
        // Left in the meantime: the hub knows no such listener, and the host has the leave behind
        // it.
        hub.start_after(topic_of(joined->room), *connection_, joined->seq.value);
    } else if (const auto* refused = std::get_if<protocol::Refused>(&reply)) {
        if (const auto failed = joining_.extract(refused->ref)) {
            rooms_.erase(failed.mapped());
            hub.unsubscribe(topic_of(failed.mapped()), *connection_);
        }
    }
    send(reply);
}

void Session::on_closed(std::optional<protocol::CloseCode> ours) {
    Shard& shard = core_.shards()[shard_];
    shard.sessions.erase(connection_->number());
    core_.env().metrics.connections_open.add(-1);
    if (ours == protocol::CloseCode::slow) core_.env().metrics.outbox_overflows.add();
    if (!who_) return;
    const Timestamp now = core_.env().clock.now();
    shard.hub.unsubscribe(topic_of(who_->id), *connection_);
    for (const RoomId& room : rooms_) {
        shard.hub.unsubscribe(topic_of(room), *connection_);
        core_.directory().submit(room, {ref(), *who_, {}, now, Vanish{}});
    }
    if (watches_queue_) {
        shard.hub.unsubscribe(triage_topic, *connection_);
        core_.desk().submit({ref(), *who_, {}, Vanish{}});
    }
}

void Session::refuse(const Ref& ref, const Error& error) {
    send(refusal(ref, error));
}

void Session::refuse_too_fast(const Ref& ref, const TokenBucket& bucket, Timestamp now) {
    protocol::Refused refused = refusal(ref, {Errc::too_fast, ""});
    refused.retry_after = static_cast<std::uint32_t>(bucket.retry_after(now).count());
    send(std::move(refused));
}

void Session::send(const protocol::Reply& reply) {
    if (const auto* refused = std::get_if<protocol::Refused>(&reply)) {
        core_.env().metrics.refusals[refused->code].add();
    }
    connection_->send(net::Frame(protocol::encode(reply)));
}

}  // namespace holdfast::app
