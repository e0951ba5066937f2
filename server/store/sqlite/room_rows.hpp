#pragma once

#include "server/store/sqlite/database.hpp"
#include "server/store/store.hpp"

namespace holdfast::store::sqlite {

// The calls of Store on rooms, inside the caller's transaction.

Result<room::Appended> append(Database&, const room::Outcome&);

// Nothing when the room was never loaded before, and so has no epoch.
Result<std::optional<RoomLog>> load_room(Database&, const RoomId&, const std::vector<SentKey>&);
// Gives the room an epoch unless it has one, and loads it.
Result<RoomLog>
start_room(Database&, const RoomId&, const Epoch& fresh, const std::vector<SentKey>&);

Result<std::vector<room::LogEntry>> log_since(
    Database&, const RoomId&, Seq since, std::size_t limit
);
Result<std::vector<room::LogEntry>> log_before(
    Database&, const RoomId&, Seq before, std::size_t limit
);

}  // namespace holdfast::store::sqlite
