#pragma once

#include "server/room/message.hpp"
#include "server/store/sqlite/database.hpp"
#include "server/store/store.hpp"

namespace holdfast::store::sqlite {

// "SELECT `before` and the columns of message m, then `rest`"; for read_message.
std::string select_messages(std::string_view before, std::string_view rest);
void read_message(Row&, room::Message&);

// Adds the message, or puts it in place of what was there under its id. `conflict` when another has
// its (author, key).
Result<void> write_message(Database&, const room::Message&);

// Held or returned: no entry of the log shows them. By acceptance, oldest first.
Result<std::vector<room::Message>> unseen_messages(Database&, const RoomId&);
Result<std::vector<room::Message>> sent_messages(Database&, const std::vector<SentKey>&);

// The message with what stood around it, if it exists.
Result<std::optional<FlaggedMessage>> in_context(Database&, const MessageId&);

}  // namespace holdfast::store::sqlite
