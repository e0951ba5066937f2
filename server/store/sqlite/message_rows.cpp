#include "server/store/sqlite/message_rows.hpp"

#include <algorithm>

namespace holdfast::store::sqlite {

std::string select_messages(std::string_view before, std::string_view rest) {
    return "SELECT " + std::string(before) +
           "m.id, m.room, m.author, m.author_name, m.author_role, m.send_key, m.text, m.shown, "
           "m.accepted_at, m.state, m.seq, m.note, m.assessment, m.verdict " +
           std::string(rest);
}

void read_message(Row& row, room::Message& m) {
    row.read(m.id, m.room, m.author.id, m.author.name, m.author.role, m.key);
    row.read(BlobInto{m.text}, BlobInto{m.shown});
    row.read(m.accepted_at, m.state, m.seq, m.note, m.assessment, m.verdict);
}

Result<void> write_message(Database& db, const room::Message& m) {
    return db.execute(
        "INSERT INTO message (id, room, author, author_name, author_role, send_key, text, shown, "
        "accepted_at, state, seq, note, assessment, verdict) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET room = excluded.room, author = excluded.author, "
        "author_name = excluded.author_name, author_role = excluded.author_role, "
        "send_key = excluded.send_key, text = excluded.text, shown = excluded.shown, "
        "accepted_at = excluded.accepted_at, state = excluded.state, seq = excluded.seq, "
        "note = excluded.note, assessment = excluded.assessment, verdict = excluded.verdict",
        m.id,
        m.room,
        m.author.id,
        m.author.name,
        m.author.role,
        m.key,
        Blob{m.text},
        Blob{m.shown},
        m.accepted_at,
        m.state,
        m.seq,
        m.note,
        m.assessment,
        m.verdict
    );
}

Result<std::vector<room::Message>> unseen_messages(Database& db, const RoomId& room) {
    static const std::string sql = select_messages(
        "",
        "FROM message m WHERE m.room = ? AND m.state IN ('held', 'returned') "
        "ORDER BY m.accepted_at, m.number"
    );
    return db.all<room::Message>(sql, read_message, room);
}

Result<std::vector<room::Message>> sent_messages(Database& db, const std::vector<SentKey>& keys) {
    static const std::string sql =
        select_messages("", "FROM message m WHERE m.author = ? AND m.send_key = ?");
    std::vector<room::Message> sent;
    for (const SentKey& key : keys) {
        Result<std::optional<room::Message>> found =
            db.one<room::Message>(sql, read_message, key.author, key.key);
        if (!found) return found.error();
        if (*found) sent.push_back(std::move(**found));
    }
    return sent;
}

Result<std::optional<FlaggedMessage>> in_context(Database& db, const MessageId& id) {
    static const std::string one = select_messages("", "FROM message m WHERE m.id = ?");
    static const std::string earlier = select_messages(
        "",
        "FROM message f JOIN message m ON m.room = f.room WHERE f.id = ? "
        "AND (m.accepted_at, m.number) < (f.accepted_at, f.number) "
        "ORDER BY m.accepted_at DESC, m.number DESC LIMIT ?"
    );
    static const std::string later = select_messages(
        "",
        "FROM message f JOIN message m ON m.room = f.room WHERE f.id = ? "
        "AND (m.accepted_at, m.number) > (f.accepted_at, f.number) "
        "ORDER BY m.accepted_at, m.number LIMIT ?"
    );
    Result<std::optional<room::Message>> message = db.one<room::Message>(one, read_message, id);
    if (!message) return message.error();
    if (!*message) return std::optional<FlaggedMessage>();
    auto before = db.all<room::Message>(earlier, read_message, id, Store::context_size);
    if (!before) return before.error();
    std::ranges::reverse(*before);
    auto after = db.all<room::Message>(later, read_message, id, Store::context_size);
    if (!after) return after.error();
    return std::optional(FlaggedMessage{std::move(**message), std::move(*before), std::move(*after)}
    );
}

}  // namespace holdfast::store::sqlite
