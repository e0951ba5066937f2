#include "tests/contract/store_samples.hpp"

#include "common/json.hpp"

#include <boost/json/serialize.hpp>

#include <sstream>

namespace holdfast::store {

namespace {

std::string in_json(const auto& value) {
    return boost::json::serialize(json::write(value));
}

}  // namespace

Timestamp at(int second) {
    return Timestamp{std::chrono::hours{24 * 365 * 56} + std::chrono::seconds{second}};
}

room::Person person(const std::string& name, Role role) {
    return {MemberId{name}, name, role};
}

room::Message message(
    const RoomId& room, const std::string& author, const std::string& key, int second
) {
    room::Message m;
    m.id = MessageId{"message of " + key};
    m.room = room;
    m.author = person(author);
    m.key = SendKey{key};
    m.text = "today felt a bit lighter (" + key + ")";
    m.shown = m.text;
    m.accepted_at = at(second);
    m.state = room::MessageState::delivered;
    return m;
}

room::Message held(room::Message m) {
    m.state = room::MessageState::held;
    m.shown.clear();
    m.seq.reset();
    return m;
}

room::Message unusual_message(const RoomId& room) {
    room::Message m = message(room, "wren", "k-unusual", 7);
    m.author = {MemberId{"m-wren"}, "Wren of the \"north\" bank", Role::peer_supporter};
    m.text = std::string("caf\xc3\xa9 \xf0\x9f\x8c\xb1\nnull:\0 end", 21);
    m.shown = "caf\xc3\xa9 ****";
    m.accepted_at += std::chrono::milliseconds{123};
    m.state = room::MessageState::masked;
    m.seq = Seq{1};
    m.note = "note.concern";
    m.assessment.level = Level::concern;
    m.assessment.category = Category::personal_data;
    m.assessment.findings = {
        {Category::personal_data, Level::concern, {5, 9}, "personal.phone", {"digits: 11"}},
        {Category::distress, Level::low, {0, 4}, "distress.tired", {}},
    };
    m.assessment.degraded = true;
    m.assessment.ruleset = "rules-7";
    m.verdict.action = moderation::Action::mask;
    m.verdict.level = Level::concern;
    m.verdict.category = Category::personal_data;
    m.verdict.masked = {{5, 9}};
    m.verdict.card = "card.concern";
    m.verdict.note = "note.concern";
    m.verdict.opens_case = true;
    m.verdict.opens_care = true;
    m.verdict.policy = "policy-3";
    return m;
}

room::Outcome outcome(const RoomId& room, Seq expected, std::vector<room::Message> messages) {
    room::Outcome result;
    result.room = room;
    result.expected_seq = expected;
    Seq next = expected;
    for (room::Message& m : messages) {
        if (!room::is_visible(m.state)) continue;
        m.seq = Seq{++next.value};
        result.entries.push_back({next, room::EntryKind::posted, m.id, m.accepted_at});
    }
    result.messages = std::move(messages);
    return result;
}

room::RaisedFlag flag(const room::Message& m, Level level) {
    moderation::Flag raised;
    raised.message = m.id;
    raised.room = m.room;
    raised.level = level;
    raised.category = Category::suicide;
    raised.rule = "suicide.plan";
    raised.at = m.accepted_at;
    raised.opens_care = level == Level::imminent;
    return {CaseId{"case of " + m.key.value}, m.author.id, raised};
}

room::AuditRow audit_row(const std::string& act, int second) {
    return {at(second), MemberId{"otter"}, act, "case of k1", "for a test"};
}

Account account(const std::string& name, Role role) {
    return {person(name, role), at(0)};
}

SessionRow session_of(const std::string& name, const std::string& token, int from, int until) {
    return {Digest{token}, MemberId{name}, at(from), at(until)};
}

std::string shown(const room::Message& m) {
    std::ostringstream line;
    line << m.id.value << " in " << m.room.value << " by " << in_json(m.author) << " key "
         << m.key.value << " text " << in_json(m.text) << " shown " << in_json(m.shown) << " at "
         << m.accepted_at.time_since_epoch().count() << " state " << name_of(m.state) << " seq "
         << (m.seq ? std::to_string(m.seq->value) : "none") << " note " << m.note.value_or("none")
         << " assessment " << in_json(m.assessment) << " verdict " << in_json(m.verdict);
    return line.str();
}

std::string shown(const room::LogEntry& entry) {
    return std::to_string(entry.seq.value) + " " + std::string(name_of(entry.kind)) + " " +
           shown(entry.message);
}

std::string shown(const moderation::Case& c) {
    return in_json(c);
}

std::string shown(const Account& a) {
    return in_json(a.person) + " since " + std::to_string(a.created_at.time_since_epoch().count());
}

std::string shown(const AuditEntry& entry) {
    const room::AuditRow& row = entry.row;
    return std::to_string(entry.number) + " at " +
           std::to_string(row.at.time_since_epoch().count()) + " " + row.actor.value + " " +
           row.act + " " + row.subject + " " + row.detail + " " + entry.hash;
}

std::vector<std::string> ids(const std::vector<room::Message>& messages) {
    std::vector<std::string> found;
    for (const room::Message& m : messages)
        found.push_back(m.id.value);
    return found;
}

std::vector<std::uint64_t> seqs(const std::vector<room::LogEntry>& entries) {
    std::vector<std::uint64_t> found;
    for (const room::LogEntry& entry : entries)
        found.push_back(entry.seq.value);
    return found;
}

}  // namespace holdfast::store
