#include "server/app/triage_desk.hpp"

#include "common/log.hpp"
#include "common/metrics.hpp"
#include "common/protocol/codec.hpp"
#include "common/text.hpp"
#include "server/app/await_store.hpp"
#include "server/app/guarded.hpp"
#include "server/app/refusal.hpp"
#include "server/app/topic.hpp"
#include "server/bus/bus.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace holdfast::app {

namespace {

using moderation::Case;

std::vector<MemberId> people_of(const std::vector<Case>& cases) {
    std::vector<MemberId> people;
    for (const Case& c : cases) {
        people.push_back(c.about);
        if (c.holder) people.push_back(*c.holder);
    }
    return people;
}

protocol::TextSpan in_code_points(const std::string& text, const moderation::Span& span) {
    return {
        static_cast<std::uint32_t>(text::code_point_index(text, span.begin)),
        static_cast<std::uint32_t>(text::code_point_index(text, span.end))
    };
}

protocol::FlaggedMessage view(const store::FlaggedMessage& flagged) {
    const room::Message& message = flagged.message;
    protocol::FlaggedMessage out;
    out.message = room::view_for_staff(message);
    out.room = message.room;
    for (const moderation::Finding& finding : message.assessment.findings) {
        protocol::ReasonView reason;
        reason.category = finding.category;
        reason.level = finding.level;
        reason.rule = finding.rule;
        reason.span = in_code_points(message.text, finding.span);
        reason.cues = finding.cues;
        out.reasons.push_back(std::move(reason));
    }
    out.ruleset = message.assessment.ruleset;
    out.policy = message.verdict.policy;
    for (const room::Message& m : flagged.before)
        out.before.push_back(room::view_for_staff(m));
    for (const room::Message& m : flagged.after)
        out.after.push_back(room::view_for_staff(m));
    return out;
}

}  // namespace

TriageDesk::TriageDesk(const Environment& env, Shards& shards) : env_(env), shards_(shards) {}

void TriageDesk::load(std::function<void(Result<store::Nothing>)> done) {
    spawn_guarded(shards_.control().context, [](TriageDesk& desk, auto on_loaded) -> Reading {
        auto cases = co_await await_store<std::vector<Case>>([&](auto ready) {
            desk.env_.store.open_cases(std::move(ready));
        });
        if (!cases) {
            on_loaded(cases.error());
            co_return;
        }
        for (const Case& c : *cases)
            desk.cases_.insert_or_assign(c.id, c);
        std::vector<MemberId> people = people_of(*cases);
        co_await desk.learn_names(std::move(people));
        on_loaded(store::Nothing{});
    }(*this, std::move(done)));
}

void TriageDesk::submit(TriageRequest request) {
    boost::asio::post(shards_.control().context, [this, request = std::move(request)]() mutable {
        spawn_guarded(shards_.control().context, serve(std::move(request)));
    });
}

void TriageDesk::case_changed(Case changed) {
    boost::asio::post(shards_.control().context, [this, changed = std::move(changed)]() mutable {
        spawn_guarded(shards_.control().context, take_over(std::move(changed)));
    });
}

TriageDesk::Reading TriageDesk::take_over(Case changed) {
    std::vector<MemberId> people{changed.about};
    if (changed.holder) people.push_back(*changed.holder);
    co_await learn_names(std::move(people));

    const auto known = cases_.find(changed.id);
    if (known != cases_.end() && known->second.version >= changed.version) co_return;
    if (known == cases_.end()) env_.metrics.cases_opened[changed.level].add();
    const bool care_was_open = known != cases_.end() && known->second.care_open;
    if (changed.care_open && !care_was_open) {
        protocol::CareOpened opened;
        opened.room = moderation::care_room(changed.id);
        publish(topic_of(changed.about), opened);
    }
    protocol::CaseChanged event;
    event.summary = view(changed);
    if (changed.state == CaseState::closed) {
        cases_.erase(changed.id);
    } else {
        cases_.insert_or_assign(changed.id, std::move(changed));
    }
    publish(triage_topic, event);
}

TriageDesk::Reading TriageDesk::serve(TriageRequest request) {
    // The request lives in this frame for as long as the overload that serves it runs.
    const auto overload = [&](const auto& what) { return serve(request, what); };
    co_await std::visit(overload, request.what);
}

TriageDesk::Reading TriageDesk::serve(const TriageRequest& request, const protocol::WatchQueue&) {
    on_shift(request, true);
    protocol::Queue queue;
    queue.ref = request.ref;
    for (const auto& [id, c] : cases_)
        queue.cases.push_back(view(c));
    std::sort(queue.cases.begin(), queue.cases.end(), [](const auto& a, const auto& b) {
        if (a.level != b.level) return a.level > b.level;
        return a.opened_at < b.opened_at;
    });
    shards_.reply(request.from, std::move(queue));
    co_return;
}

TriageDesk::Reading TriageDesk::serve(const TriageRequest& request, const Vanish&) {
    on_shift(request, false);
    co_return;
}

TriageDesk::Reading TriageDesk::serve(
    const TriageRequest& request, const protocol::OpenCase& command
) {
    room::AuditRow row{env_.clock.now(), request.who.id, "case.opened", command.id.value, ""};
    auto file = co_await await_store<store::CaseFile>([&](auto done) {
        env_.store.open_case_file(command.id, std::move(row), std::move(done));
    });
    if (!file) {
        shards_.reply(request.from, refusal(request.ref, file.error()));
        co_return;
    }
    std::vector<MemberId> people{file->summary.about};
    if (file->summary.holder) people.push_back(*file->summary.holder);
    co_await learn_names(std::move(people));
    protocol::OpenedCase opened;
    opened.ref = request.ref;
    opened.summary = view(file->summary);
    for (const auto& flagged : file->messages)
        opened.messages.push_back(app::view(flagged));
    shards_.reply(request.from, std::move(opened));
}

TriageDesk::Reading TriageDesk::serve(
    const TriageRequest& request, const protocol::ClaimCase& command
) {
    auto claim = [by = request.who.id](Case c) { return moderation::claim(std::move(c), by); };
    co_await change(request, command.id, "case.claimed", std::move(claim));
}

TriageDesk::Reading TriageDesk::serve(
    const TriageRequest& request, const protocol::ReleaseCase& command
) {
    auto release = [by = request.who.id](Case c) { return moderation::release(std::move(c), by); };
    co_await change(request, command.id, "case.released", std::move(release));
}

TriageDesk::Reading TriageDesk::change(
    const TriageRequest& request, CaseId id, std::string act, store::Store::CaseChange change
) {
    room::AuditRow row{env_.clock.now(), request.who.id, std::move(act), id.value, ""};
    auto changed = co_await await_store<Case>([&](auto done) {
        env_.store.change_case(id, std::move(change), std::move(row), std::move(done));
    });
    if (changed) {
        co_await take_over(*changed);
        protocol::CaseHeld held;
        held.ref = request.ref;
        held.summary = view(*changed);
        shards_.reply(request.from, std::move(held));
        co_return;
    }
    protocol::Refused refused = refusal(request.ref, changed.error());
    if (changed.error().code == Errc::held_by_other) {
        const MemberId holder{changed.error().detail};
        std::vector<MemberId> people{holder};
        co_await learn_names(std::move(people));
        refused.holder = person(holder);
        refused.detail.reset();
    }
    shards_.reply(request.from, std::move(refused));
}

TriageDesk::Reading TriageDesk::learn_names(std::vector<MemberId> people) {
    std::erase_if(people, [this](const MemberId& id) { return people_.contains(id); });
    if (people.empty()) co_return;
    auto found = co_await await_store<std::vector<store::Account>>([&](auto done) {
        env_.store.accounts(std::move(people), std::move(done));
    });
    if (!found) co_return;
    for (const store::Account& account : *found) {
        people_.insert_or_assign(account.person.id, account.person);
    }
}

void TriageDesk::on_shift(const TriageRequest& request, bool is_on) {
    if (is_on && allows(request.who.role, Permission::claim)) {
        watchers_.insert_or_assign(request.from, request.who.id);
    } else if (!is_on) {
        watchers_.erase(request.from);
    }
    std::unordered_set<MemberId> people;
    for (const auto& [session, id] : watchers_)
        people.insert(id);
    const auto now = static_cast<std::uint32_t>(people.size());
    if (on_shift_.exchange(now) != now && on_shift_changed_) on_shift_changed_();
}

void TriageDesk::publish(const std::string& topic, const protocol::Event& event) {
    env_.bus.publish({topic, 0, std::make_shared<const std::string>(protocol::encode(event))});
}

protocol::Person TriageDesk::person(const MemberId& id) const {
    const auto found = people_.find(id);
    if (found != people_.end()) return found->second;
    protocol::Person unnamed;
    unnamed.id = id;
    return unnamed;
}

protocol::CaseView TriageDesk::view(const Case& c) const {
    protocol::CaseView out;
    out.id = c.id;
    out.version = c.version;
    out.state = c.state;
    out.level = c.level;
    out.category = c.category;
    out.about = person(c.about);
    if (!c.flags.empty()) out.room = c.flags.back().room;
    out.opened_at = c.opened_at;
    out.level_since = c.level_since;
    out.flags = static_cast<std::uint32_t>(c.flags.size());
    if (c.holder) out.holder = person(*c.holder);
    out.care_open = c.care_open;
    out.care_room = moderation::care_room(c.id);
    return out;
}

}  // namespace holdfast::app
