#include "tests/unit/common/protocol/samples.hpp"

namespace holdfast::protocol {

namespace {

const RoomId room{"lighter-steps"};
const MessageId message{"m2"};
const CaseId case_id{"c1"};
const Person fern{{"u1"}, "Fern", Role::member};
const Person otter{{"u2"}, "Otter", Role::moderator};

Timestamp at(int seconds) {
    return Timestamp{std::chrono::milliseconds{1'767'225'600'000} + std::chrono::seconds{seconds}};
}

MessageView message_view() {
    MessageView view;
    view.id = message;
    view.author = fern;
    view.text = "I don't want to be \"here\" anymore \u2014 \u00e9";
    view.at = at(5);
    view.state = MessageState::released_with_note;
    view.note = "heavy";
    return view;
}

EntryView entry_view() {
    EntryView view;
    view.seq = {42};
    view.kind = EntryKind::posted;
    view.message = message_view();
    return view;
}

OwnMessage own_message() {
    OwnMessage own;
    own.room = room;
    own.id = message;
    own.key = {"k7"};
    own.text = "call me on 0123";
    own.at = at(5);
    own.state = MessageState::masked;
    own.seq = Seq{42};
    own.shown = "call me on \u2588\u2588\u2588\u2588";
    own.card = "personal_data";
    return own;
}

// As it is while nobody but a moderator may see it.
OwnMessage held_message() {
    OwnMessage own;
    own.room = room;
    own.id = message;
    own.key = {"k7"};
    own.text = "I have the pills here";
    own.at = at(5);
    own.state = MessageState::held;
    own.card = "imminent";
    return own;
}

CaseView case_view() {
    CaseView view;
    view.id = case_id;
    view.version = 3;
    view.state = CaseState::claimed;
    view.level = Level::imminent;
    view.category = Category::suicide;
    view.about = fern;
    view.room = room;
    view.opened_at = at(5);
    view.level_since = at(6);
    view.flags = 2;
    view.holder = otter;
    view.care_open = true;
    view.care_room = {"care.c1"};
    return view;
}

FlaggedMessage flagged_message() {
    ReasonView reason;
    reason.category = Category::suicide;
    reason.level = Level::imminent;
    reason.rule = "suicide.plan.means_here";
    reason.span = {2, 21};
    reason.cues = {"means", "now"};
    FlaggedMessage flagged;
    flagged.message = message_view();
    flagged.room = room;
    flagged.reasons = {reason};
    flagged.ruleset = "2026-01-01";
    flagged.policy = "7";
    flagged.before = {message_view()};
    return flagged;
}

}  // namespace

std::vector<Request> sample_commands() {
    Join join;
    join.room = room;
    join.since = Since{{"e1"}, {41}};
    const std::vector<Command> commands{
        Hello{"a-token"},
        join,
        Leave{room},
        Say{room, {"k7"}, "Hello \"everyone\" \u2014 \u00e9\n"},
        Retract{room, message},
        ReadHistory{room, {42}, 50},
        WatchQueue{},
        OpenCase{case_id},
        ClaimCase{case_id},
        ReleaseCase{case_id},
        Decide{case_id, room, message, Decision::release_with_note},
        Remove{room, message},
        Ping{},
    };
    std::vector<Request> requests;
    for (const Command& command : commands) {
        requests.push_back({{"r" + std::to_string(requests.size() + 1)}, command});
    }
    return requests;
}

std::vector<Reply> sample_replies() {
    Joined joined;
    joined.ref = {"r2"};
    joined.room = room;
    joined.epoch = {"e1"};
    joined.seq = {42};
    joined.gap = true;
    joined.entries = {entry_view()};
    joined.own = {held_message()};
    joined.presence = {12, 1};
    Refused refused;
    refused.ref = {"r9"};
    refused.code = Errc::held_by_other;
    refused.field = "id";
    refused.detail = "held by another";
    refused.retry_after = 1500;
    refused.holder = otter;
    return {
        Welcome{{"r1"}, otter, {Permission::talk, Permission::see_queue}, {{"care.c1"}}, at(0)},
        joined,
        Said{{"r4"}, own_message()},
        HistoryPage{{"r6"}, room, {entry_view()}, true},
        Queue{{"r7"}, {case_view()}},
        OpenedCase{{"r8"}, case_view(), {flagged_message()}},
        CaseHeld{{"r9"}, case_view()},
        Done{{"r13"}},
        refused,
    };
}

std::vector<Event> sample_events() {
    return {
        Entry{room, entry_view()},
        Status{held_message()},
        CareOpened{{"care.c1"}},
        PresenceChanged{room, {13, 2}},
        Paused{room, true},
        CaseChanged{case_view()},
    };
}

}  // namespace holdfast::protocol
