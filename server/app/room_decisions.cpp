// What a room host decides before it stores, and what it answers after.

#include "common/log.hpp"
#include "server/app/await_store.hpp"
#include "server/app/refusal.hpp"
#include "server/app/room_host.hpp"
#include "server/app/triage_desk.hpp"

#include <algorithm>

namespace holdfast::app {

namespace {

constexpr std::size_t recent_texts_kept = 5;
constexpr std::uint32_t retry_after_pause = 2'000;  // milliseconds

Error store_is_down() {
    return {Errc::store_unavailable, "the room is paused"};
}

}  // namespace

// One overload for each request that writes; the others are put aside until the write is durable.
struct RoomHost::Decider {
    RoomHost& host;
    Work& work;
    RoomRequest& request;

    void operator()(const protocol::Say& say) {
        if (const room::Message* known =
                host.room_ ? host.room_->sent(request.who.id, say.key) : nullptr) {
            protocol::Said said;
            said.ref = request.ref;
            said.message = room::view_for_author(*known);
            work.replies.emplace_back(request.from, std::move(said));
            return;
        }
        if (!check()) return;
        room::Outcome outcome = host.say(request, say);
        protocol::Said said;
        said.ref = request.ref;
        said.message = room::view_for_author(outcome.messages.front());
        work.accepted.push_back({said.message.state, said.message.at});
        take(std::move(outcome), std::move(said));
    }
    void operator()(const protocol::Retract& retract) {
        if (check()) {
            take(host.room_->retract(request.who.id, retract.message, request.accepted_at), done());
        }
    }
    void operator()(const protocol::Remove& remove) {
        if (check_unjoined()) {
            take(host.room_->remove(request.who, remove.message, request.accepted_at), done());
        }
    }
    void operator()(const protocol::Decide& decide) {
        if (check_unjoined()) {
            take(
                host.room_->decide(
                    request.who, decide.id, decide.message, decide.decision, request.accepted_at
                ),
                done()
            );
        }
    }
    void operator()(const protocol::Join&) { work.readers.push_back(&request); }
    void operator()(const protocol::Leave&) { work.readers.push_back(&request); }
    void operator()(const protocol::ReadHistory&) { work.readers.push_back(&request); }
    void operator()(const Vanish&) { work.readers.push_back(&request); }

    protocol::Done done() const {
        protocol::Done answer;
        answer.ref = request.ref;
        return answer;
    }
    void refuse(const Error& error) {
        protocol::Refused refused = refusal(request.ref, error);
        if (error.code == Errc::store_unavailable) refused.retry_after = retry_after_pause;
        work.replies.emplace_back(request.from, std::move(refused));
    }
    // Staff act on rooms they have not joined.
    bool check_unjoined() {
        if (!host.room_) refuse(store_is_down());
        return host.room_.has_value();
    }
    bool check() {
        if (!host.roster_.has(request.from)) {
            refuse({Errc::not_joined, ""});
            return false;
        }
        return check_unjoined();
    }
    void take(Result<room::Outcome> outcome, protocol::Reply answer) {
        if (!outcome) return refuse(outcome.error());
        host.room_->apply(*outcome);
        if (work.writers.empty()) {
            work.outcome = std::move(*outcome);
        } else {
            room::merge_into(work.outcome, std::move(*outcome));
        }
        work.writers.push_back(&request);
        work.replies.emplace_back(request.from, std::move(answer));
    }
};

RoomHost::Work RoomHost::decide(std::vector<RoomRequest>& batch) {
    Work work;
    for (RoomRequest& request : batch) {
        std::visit(Decider{*this, work, request}, request.what);
    }
    return work;
}

moderation::Verdict RoomHost::screen(
    const RoomRequest& request, const std::string& text, moderation::Assessment& assessment
) {
    moderation::Context context;
    context.author_role = request.who.role;
    for (const auto& said : recent_[request.who.id])
        context.recent_texts.push_back(said.text);
    assessment = env_.ruleset.moderator.assess(text, context);
    const Coverage coverage = is_care() ? Coverage::care : Coverage::live;
    moderation::Verdict verdict = env_.ruleset.policy.decide(assessment, coverage);
    // What a moderator writes in a care thread is screened, but makes no case about the moderator.
    if (is_care() && is_staff(request.who.role)) {
        verdict.opens_case = false;
        verdict.opens_care = false;
        verdict.card.reset();
    }
    return verdict;
}

room::Outcome RoomHost::say(const RoomRequest& request, const protocol::Say& say) {
    moderation::Assessment assessment;
    moderation::Verdict verdict = screen(request, say.text, assessment);

    // Said twice when a batch is decided again; then it is there already.
    auto& recent = recent_[request.who.id];
    if (recent.empty() || recent.back().key != say.key) recent.push_back({say.key, say.text});
    if (recent.size() > recent_texts_kept) recent.pop_front();

    room::Draft draft;
    draft.id.value = env_.ids.next();
    draft.author = request.who;
    draft.key = say.key;
    draft.text = say.text;
    draft.accepted_at = request.accepted_at;
    CaseId fresh{env_.ids.next()};
    room::Outcome outcome =
        room_->post(std::move(draft), std::move(assessment), std::move(verdict), std::move(fresh));
    // A moderator's first words in a care thread are what its case was waiting for.
    const auto case_id = moderation::case_of_care_room(id_);
    if (case_id && is_staff(request.who.role)) {
        outcome.engagements.push_back({*case_id, request.who.id, std::nullopt});
        outcome.audit.push_back(
            {request.accepted_at, request.who.id, "care.said", case_id->value, ""}
        );
    }
    return outcome;
}

// In a care thread: the member it is about, once it is open, and staff who may hold cases.
boost::asio::awaitable<bool> RoomHost::may_enter(protocol::Person who) {
    const auto case_id = moderation::case_of_care_room(id_);
    if (!case_id) co_return true;
    const auto found = co_await await_store<moderation::Case>([&](auto done) {
        env_.store.read_case(*case_id, std::move(done));
    });
    if (!found) co_return false;
    if (found->about == who.id) co_return found->care_open;
    co_return allows(who.role, Permission::claim);
}

boost::asio::awaitable<void> RoomHost::answer(RoomRequest& request) {
    if (std::holds_alternative<Vanish>(request.what)) {
        leave(request);
        co_return;
    }
    if (std::holds_alternative<protocol::Leave>(request.what)) {
        leave(request);
        protocol::Done done;
        done.ref = request.ref;
        reply(request, std::move(done));
        co_return;
    }
    if (const auto* history = std::get_if<protocol::ReadHistory>(&request.what)) {
        if (!roster_.has(request.from)) {
            reply(request, refusal(request.ref, {Errc::not_joined, ""}));
            co_return;
        }
        const std::size_t limit = std::clamp(history->limit, 1u, protocol::max_page);
        // One more than asked for tells whether there are older ones.
        auto entries = co_await await_store<std::vector<room::LogEntry>>([&](auto done) {
            env_.store.log_before(id_, history->before, limit + 1, std::move(done));
        });
        if (!entries) {
            reply(request, refusal(request.ref, entries.error()));
            co_return;
        }
        protocol::HistoryPage page;
        page.ref = request.ref;
        page.room = id_;
        page.more = entries->size() > limit;
        for (std::size_t i = page.more ? 1 : 0; i < entries->size(); ++i) {
            page.entries.push_back(room::view_for_members((*entries)[i]));
        }
        reply(request, std::move(page));
        co_return;
    }

    const auto& join = std::get<protocol::Join>(request.what);
    const bool may = co_await may_enter(request.who);
    if (!may) {
        refuse_entry(request);
        co_return;
    }
    if (!room_) {
        leave(request);  // the session takes a refused join for being outside
        protocol::Refused refused = refusal(request.ref, store_is_down());
        refused.retry_after = retry_after_pause;
        reply(request, std::move(refused));
        co_return;
    }
    roster_.enter(request.from, request.who.id, request.who.role);
    const bool same_log = join.since && join.since->epoch == room_->epoch();
    std::optional<Seq> since;
    if (same_log) since = join.since->seq;
    const room::Snapshot snapshot = room_->snapshot(request.who.id, since);
    protocol::Joined joined;
    joined.ref = request.ref;
    joined.room = id_;
    joined.epoch = room_->epoch();
    joined.seq = room_->last();
    joined.gap = snapshot.gap || (join.since && !same_log);
    for (const auto& entry : snapshot.entries) {
        joined.entries.push_back(room::view_for_members(entry));
    }
    for (const auto& own : snapshot.own)
        joined.own.push_back(room::view_for_author(own));
    joined.presence = presence();
    joined.paused = is_paused_;
    reply(request, std::move(joined));
    presence_changed();
}

}  // namespace holdfast::app
