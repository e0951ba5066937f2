#pragma once

// Messages, outcomes and cases for tests of stores, and how they are shown when they differ.

#include "server/store/store.hpp"

#include <string>
#include <vector>

namespace holdfast::store {

Timestamp at(int second);
room::Person person(const std::string& name, Role role = Role::member);

// A delivered message; its id is "message of KEY".
room::Message message(
    const RoomId& room, const std::string& author, const std::string& key, int second
);
// The same, kept from the room.
room::Message held(room::Message);
// Every field differs from its default.
room::Message unusual_message(const RoomId& room);

// Shows each of the delivered ones at the next seq.
room::Outcome outcome(const RoomId& room, Seq expected, std::vector<room::Message> messages);
// Flags the message for the case of its author, which is "case of KEY" if it is new.
room::RaisedFlag flag(const room::Message&, Level level = Level::high);
room::AuditRow audit_row(const std::string& act, int second = 0);

Account account(const std::string& name, Role role = Role::member);
SessionRow session_of(const std::string& name, const std::string& token, int from, int until);

// All fields in one line: what two equal values have in common.
std::string shown(const room::Message&);
std::string shown(const room::LogEntry&);
std::string shown(const moderation::Case&);
std::string shown(const Account&);
std::string shown(const AuditEntry&);

template <class T>
std::vector<std::string> shown(const std::vector<T>& values) {
    std::vector<std::string> lines;
    for (const T& value : values)
        lines.push_back(shown(value));
    return lines;
}

std::vector<std::string> ids(const std::vector<room::Message>&);
std::vector<std::uint64_t> seqs(const std::vector<room::LogEntry>&);

}  // namespace holdfast::store
