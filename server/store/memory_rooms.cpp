#include "server/store/append_rules.hpp"
#include "server/store/memory_tables.hpp"

#include <algorithm>
#include <set>

namespace holdfast::store {

Result<room::Appended> MemoryTables::append(room::Outcome outcome) {
    if (Result<void> shape = check_shape(outcome); !shape) return shape.error();
    const auto known = rooms_.find(outcome.room);
    const std::uint64_t last = known == rooms_.end() ? 0 : known->second.entries.size();
    if (last != outcome.expected_seq.value) {
        return Error{Errc::conflict, "the room is at " + std::to_string(last)};
    }
    if (Result<void> checked = check_messages(outcome); !checked) return checked.error();
    Cases changed = cases_;
    Result<room::Appended> appended = change_cases(outcome, changed);
    if (!appended) return appended;

    cases_ = std::move(changed);
    Room& room = rooms_[outcome.room];
    for (room::Message& message : outcome.messages) {
        const bool is_new = !messages_.contains(message.id);
        if (is_new) rooms_[message.room].accepted.emplace(message.accepted_at, message.id);
        sent_[{message.author.id, message.key}] = message.id;
        messages_[message.id] = std::move(message);
    }
    for (room::NewEntry& entry : outcome.entries)
        room.entries.push_back(std::move(entry));
    for (room::AuditRow& row : outcome.audit)
        audit(std::move(row));
    return appended;
}

Result<void> MemoryTables::check_messages(const room::Outcome& outcome) const {
    std::map<std::pair<MemberId, SendKey>, MessageId> sent;
    std::set<MessageId> named;
    for (const room::Message& message : outcome.messages) {
        const std::pair key{message.author.id, message.key};
        const auto earlier = sent_.find(key);
        const bool taken = earlier != sent_.end() && earlier->second != message.id;
        const auto [same, is_first] = sent.emplace(key, message.id);
        if (taken || (!is_first && same->second != message.id)) {
            return Error{Errc::conflict, "sent before"};
        }
        named.insert(message.id);
    }
    for (const room::NewEntry& entry : outcome.entries) {
        if (!named.contains(entry.message) && !messages_.contains(entry.message)) {
            return Error{Errc::internal, "an entry without its message"};
        }
    }
    return {};
}

RoomLog MemoryTables::load_room(const RoomId& id, const std::vector<SentKey>& keys) {
    Room& room = rooms_[id];
    if (room.epoch.value.empty()) room.epoch = Epoch{ids_.next()};
    RoomLog log;
    log.epoch = room.epoch;
    log.last = Seq{room.entries.size()};
    const std::size_t tail = std::min(room.entries.size(), Store::tail_size);
    log.tail = entries(room, room.entries.size() - tail, room.entries.size());
    for (room::Message& message : by_acceptance(id)) {
        const bool unseen = message.state == room::MessageState::held ||
                            message.state == room::MessageState::returned;
        if (unseen) log.unseen.push_back(std::move(message));
    }
    for (const SentKey& key : keys) {
        const auto found = sent_.find({key.author, key.key});
        if (found != sent_.end()) log.sent.push_back(messages_.at(found->second));
    }
    return log;
}

std::vector<room::LogEntry> MemoryTables::log_since(const RoomId& id, Seq since, std::size_t limit)
    const {
    const auto room = rooms_.find(id);
    if (room == rooms_.end()) return {};
    const std::size_t size = room->second.entries.size();
    const std::size_t from = std::min<std::size_t>(since.value, size);
    return entries(room->second, from, from + std::min(limit, size - from));
}

std::vector<room::LogEntry> MemoryTables::log_before(
    const RoomId& id, Seq before, std::size_t limit
) const {
    const auto room = rooms_.find(id);
    if (room == rooms_.end() || before.value == 0) return {};
    const std::size_t to = std::min<std::size_t>(before.value - 1, room->second.entries.size());
    return entries(room->second, to - std::min(limit, to), to);
}

std::vector<room::LogEntry> MemoryTables::entries(
    const Room& room, std::size_t from, std::size_t to
) const {
    std::vector<room::LogEntry> found;
    for (std::size_t i = from; i < to; ++i) {
        const room::NewEntry& entry = room.entries[i];
        found.push_back({entry.seq, entry.kind, messages_.at(entry.message)});
    }
    return found;
}

std::vector<room::Message> MemoryTables::by_acceptance(const RoomId& id) const {
    std::vector<room::Message> messages;
    const auto room = rooms_.find(id);
    if (room == rooms_.end()) return messages;
    for (const auto& [at, message] : room->second.accepted) {
        messages.push_back(messages_.at(message));
    }
    return messages;
}

}  // namespace holdfast::store
