#include "server/room/room.hpp"

#include "common/enum_name.hpp"
#include "server/room/masking.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace holdfast::room {

namespace {

using moderation::Action;
using protocol::Decision;

constexpr std::size_t page_size = 50;
// Returned, withheld or dropped messages kept so that their authors see them on a reload.
constexpr std::size_t settled_unseen_kept = 200;
// The note under which a moderator's release_with_note folds a message.
constexpr const char* release_note = "heavy";

MessageState state_for(Action action) {
    switch (action) {
        case Action::deliver:
            return MessageState::delivered;
        case Action::deliver_with_note:
            return MessageState::delivered_with_note;
        case Action::mask:
            return MessageState::masked;
        case Action::hold:
            return MessageState::held;
        case Action::return_:
            return MessageState::returned;
        case Action::drop:
            return MessageState::dropped;
    }
    return MessageState::held;
}

MessageState state_for(Decision decision) {
    switch (decision) {
        case Decision::release:
            return MessageState::released;
        case Decision::release_with_note:
            return MessageState::released_with_note;
        case Decision::mask:
            return MessageState::masked;
        case Decision::return_:
            return MessageState::returned;
        case Decision::withhold:
            return MessageState::withheld;
    }
    return MessageState::withheld;
}

std::vector<moderation::Span> all_spans(const Message& message) {
    std::vector<moderation::Span> spans = message.verdict.masked;
    for (const moderation::Finding& finding : message.assessment.findings) {
        // Those of level none only show what a cue lowered.
        if (finding.level != Level::none) spans.push_back(finding.span);
    }
    return spans;
}

Error wrong_state(const Message& message, std::string_view allowed) {
    return {
        Errc::wrong_state,
        "message is " + std::string(name_of(message.state)) + "; allowed: " + std::string(allowed)
    };
}

// Appends the entry that makes `message` visible, or takes it down.
void add_entry(Outcome& outcome, EntryKind kind, Message& message, Timestamp now) {
    const Seq next{outcome.expected_seq.value + outcome.entries.size() + 1};
    if (kind == EntryKind::posted) message.seq = next;
    outcome.entries.push_back({next, kind, message.id, now});
}

}  // namespace

Room::Room(RoomId id, RoomLog log)
    : id_(std::move(id)), epoch_(std::move(log.epoch)), last_(log.last) {
    for (const LogEntry& entry : log.tail) {
        keep(entry.message);
        tail_.push_back({entry.seq, entry.kind, entry.message.id, entry.message.accepted_at});
    }
    for (const Message& message : log.unseen)
        keep(message);
    for (const Message& message : log.sent)
        keep(message);
}

const Message* Room::find(const MessageId& id) const {
    const auto found = messages_.find(id);
    // A key that was used in another room brings that room's message here, for sent() alone.
    const bool is_ours = found != messages_.end() && found->second.room == id_;
    return is_ours ? &found->second : nullptr;
}

const Message* Room::sent(const MemberId& author, const SendKey& key) const {
    const auto found = sent_.find({author, key});
    return found == sent_.end() ? nullptr : &messages_.at(found->second);
}

Snapshot Room::snapshot(const MemberId& viewer, std::optional<Seq> since) const {
    Snapshot snapshot;
    const std::uint64_t oldest = tail_.empty() ? last_.value + 1 : tail_.front().seq.value;
    // A place beyond our last entry is not of this log: it cannot be continued from.
    const bool continues = since && since->value <= last_.value && since->value + 1 >= oldest;
    snapshot.gap = since && !continues;
    const std::size_t latest = tail_.size() > page_size ? tail_.size() - page_size : 0;
    for (std::size_t i = continues ? 0 : latest; i < tail_.size(); ++i) {
        const NewEntry& entry = tail_[i];
        if (continues && entry.seq.value <= since->value) continue;
        if (const Message* message = find(entry.message)) {
            snapshot.entries.push_back({entry.seq, entry.kind, *message});
        }
    }
    for (const MessageId& id : unseen_order_) {
        const Message* message = find(id);
        if (message && message->author.id == viewer && !is_visible(message->state)) {
            snapshot.own.push_back(*message);
        }
    }
    return snapshot;
}

Outcome Room::empty_outcome() const {
    Outcome outcome;
    outcome.room = id_;
    outcome.expected_seq = last_;
    return outcome;
}

Outcome Room::post(
    Draft draft, moderation::Assessment assessment, moderation::Verdict verdict, CaseId fresh_case
) const {
    Message message;
    message.id = std::move(draft.id);
    message.room = id_;
    message.author = std::move(draft.author);
    message.key = std::move(draft.key);
    message.text = std::move(draft.text);
    message.accepted_at = draft.accepted_at;
    message.state = state_for(verdict.action);
    message.note = verdict.note;
    if (is_visible(message.state)) message.shown = masked(message.text, verdict.masked);

    Outcome outcome = empty_outcome();
    if (verdict.opens_case) {
        moderation::Flag flag;
        flag.message = message.id;
        flag.room = id_;
        flag.level = verdict.level;
        flag.category = verdict.category;
        if (!assessment.findings.empty()) flag.rule = assessment.findings.front().rule;
        flag.at = message.accepted_at;
        flag.opens_care = verdict.opens_care;
        outcome.flags.push_back({std::move(fresh_case), message.author.id, std::move(flag)});
    }
    message.assessment = std::move(assessment);
    message.verdict = std::move(verdict);
    if (is_visible(message.state)) {
        add_entry(outcome, EntryKind::posted, message, message.accepted_at);
    }
    outcome.messages.push_back(std::move(message));
    return outcome;
}

Outcome Room::take_down(Message message, MessageState state, Timestamp now) const {
    Outcome outcome = empty_outcome();
    if (is_visible(message.state)) add_entry(outcome, EntryKind::taken_down, message, now);
    message.state = state;
    message.shown.clear();
    outcome.messages.push_back(std::move(message));
    return outcome;
}

Result<Outcome> Room::retract(const MemberId& author, const MessageId& id, Timestamp now) const {
    const Message* message = find(id);
    if (!message || message->author.id != author) return Error{Errc::no_such_message, ""};
    if (!is_visible(message->state) && message->state != MessageState::held) {
        return wrong_state(*message, "retract a held or visible message");
    }
    return take_down(*message, MessageState::retracted, now);
}

Result<Outcome> Room::remove(const Person& moderator, const MessageId& id, Timestamp now) const {
    const Message* message = find(id);
    if (!message) return Error{Errc::no_such_message, ""};
    if (!is_visible(message->state)) return wrong_state(*message, "remove a visible message");
    Outcome outcome = take_down(*message, MessageState::removed, now);
    outcome.messages.front().verdict.card = "removed";
    outcome.audit.push_back({now, moderator.id, "message.removed", id.value, ""});
    return outcome;
}

Result<Outcome> Room::decide(
    const Person& moderator,
    const CaseId& case_id,
    const MessageId& id,
    Decision decision,
    Timestamp now
) const {
    const Message* found = find(id);
    if (!found) return Error{Errc::no_such_message, ""};
    if (found->state != MessageState::held) return wrong_state(*found, "decide a held message");

    Message message = *found;
    message.state = state_for(decision);
    // What the policy masks stays masked, whoever lets the rest through.
    const bool hides_more = decision == Decision::mask;
    const std::vector<moderation::Span> hidden =
        hides_more ? all_spans(message) : message.verdict.masked;
    message.note.reset();
    if (decision == Decision::release_with_note) message.note = release_note;
    message.verdict.card = std::string(name_of(message.state));

    Outcome outcome = empty_outcome();
    if (is_visible(message.state)) {
        message.shown = masked(message.text, hidden);
        add_entry(outcome, EntryKind::posted, message, now);
    }
    outcome.messages.push_back(std::move(message));
    outcome.engagements.push_back({case_id, moderator.id, id});
    outcome.audit.push_back(
        {now, moderator.id, "message.decided", id.value, std::string(name_of(decision))}
    );
    return outcome;
}

void Room::keep(const Message& message) {
    const auto [place, is_new] = messages_.insert_or_assign(message.id, message);
    sent_.insert_or_assign({message.author.id, message.key}, message.id);
    if (is_new && !message.seq) unseen_order_.push_back(place->first);
}

void Room::forget_oldest() {
    const auto forget = [this](const MessageId& id) {
        const auto found = messages_.find(id);
        if (found == messages_.end()) return;
        sent_.erase({found->second.author.id, found->second.key});
        messages_.erase(found);
    };
    while (tail_.size() > tail_size) {
        const MessageId id = tail_.front().message;
        tail_.pop_front();
        const bool still_shown = std::any_of(tail_.begin(), tail_.end(), [&](const NewEntry& e) {
            return e.message == id;
        });
        if (!still_shown) forget(id);
    }
    std::erase_if(unseen_order_, [this](const MessageId& id) {
        const Message* message = find(id);
        return !message || message->seq;
    });
    // Held ones are never forgotten: a moderator will decide them.
    for (auto it = unseen_order_.begin();
         unseen_order_.size() > settled_unseen_kept && it != unseen_order_.end();) {
        const Message* message = find(*it);
        if (message && message->state == MessageState::held) {
            ++it;
            continue;
        }
        forget(*it);
        it = unseen_order_.erase(it);
    }
}

void Room::apply(const Outcome& outcome) {
    for (const Message& message : outcome.messages)
        keep(message);
    for (const NewEntry& entry : outcome.entries)
        tail_.push_back(entry);
    if (!outcome.entries.empty()) last_ = outcome.entries.back().seq;
    if (tail_.size() > tail_size || unseen_order_.size() > settled_unseen_kept) forget_oldest();
}

void merge_into(Outcome& first, Outcome second) {
    const auto append = [](auto& to, auto& from) {
        to.insert(
            to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end())
        );
    };
    append(first.messages, second.messages);
    append(first.entries, second.entries);
    append(first.flags, second.flags);
    append(first.engagements, second.engagements);
    append(first.audit, second.audit);
}

}  // namespace holdfast::room
