#include "server/store/sqlite/room_rows.hpp"

#include "server/store/append_rules.hpp"
#include "server/store/sqlite/audit_rows.hpp"
#include "server/store/sqlite/case_rows.hpp"
#include "server/store/sqlite/message_rows.hpp"

#include <algorithm>
#include <limits>

namespace holdfast::store::sqlite {

namespace {

constexpr Seq after_the_last{std::numeric_limits<std::int64_t>::max()};

void read_entry(Row& row, room::LogEntry& entry) {
    row.read(entry.seq, entry.kind);
    read_message(row, entry.message);
}

Result<Seq> last_seq(Database& db, const RoomId& room) {
    const Result<std::optional<Seq>> last =
        db.value<Seq>("SELECT coalesce(max(seq), 0) FROM room_event WHERE room = ?", room);
    if (!last) return last.error();
    return last->value_or(Seq{});
}

Result<void> insert_entry(Database& db, const RoomId& room, const room::NewEntry& entry) {
    return db.execute(
        "INSERT INTO room_event (room, seq, kind, message, at) VALUES (?, ?, ?, ?, ?)",
        room,
        entry.seq,
        entry.kind,
        entry.message,
        entry.at
    );
}

}  // namespace

Result<room::Appended> append(Database& db, const room::Outcome& outcome) {
    if (Result<void> shape = check_shape(outcome); !shape) return shape.error();
    const Result<Seq> last = last_seq(db, outcome.room);
    if (!last) return last.error();
    if (*last != outcome.expected_seq) {
        return Error{Errc::conflict, "the room is at " + std::to_string(last->value)};
    }
    for (const room::Message& message : outcome.messages) {
        if (Result<void> kept = write_message(db, message); !kept) return kept.error();
    }
    for (const room::NewEntry& entry : outcome.entries) {
        if (Result<void> kept = insert_entry(db, outcome.room, entry); !kept) return kept.error();
    }
    Result<room::Appended> appended = change_cases(db, outcome);
    if (!appended) return appended;
    for (const room::AuditRow& row : outcome.audit) {
        if (Result<Nothing> noted = append_audit(db, row); !noted) return noted.error();
    }
    return appended;
}

Result<std::optional<RoomLog>> load_room(
    Database& db, const RoomId& room, const std::vector<SentKey>& keys
) {
    Result<std::optional<Epoch>> epoch =
        db.value<Epoch>("SELECT epoch FROM room WHERE id = ?", room);
    if (!epoch) return epoch.error();
    if (!*epoch) return std::optional<RoomLog>();
    const Result<Seq> last = last_seq(db, room);
    if (!last) return last.error();
    Result<std::vector<room::LogEntry>> tail =
        log_before(db, room, after_the_last, Store::tail_size);
    if (!tail) return tail.error();
    Result<std::vector<room::Message>> unseen = unseen_messages(db, room);
    if (!unseen) return unseen.error();
    Result<std::vector<room::Message>> sent = sent_messages(db, keys);
    if (!sent) return sent.error();
    return std::optional(
        RoomLog{std::move(**epoch), *last, std::move(*tail), std::move(*unseen), std::move(*sent)}
    );
}

Result<RoomLog> start_room(
    Database& db, const RoomId& room, const Epoch& fresh, const std::vector<SentKey>& keys
) {
    const Result<void> started = db.execute(
        "INSERT INTO room (id, epoch) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", room, fresh
    );
    if (!started) return started.error();
    Result<std::optional<RoomLog>> log = load_room(db, room, keys);
    if (!log) return log.error();
    return std::move(**log);
}

Result<std::vector<room::LogEntry>> log_since(
    Database& db, const RoomId& room, Seq since, std::size_t limit
) {
    static const std::string sql = select_messages(
        "e.seq, e.kind, ",
        "FROM room_event e JOIN message m ON m.id = e.message WHERE e.room = ? AND e.seq > ? "
        "ORDER BY e.seq LIMIT ?"
    );
    return db.all<room::LogEntry>(sql, read_entry, room, since, limit);
}

Result<std::vector<room::LogEntry>> log_before(
    Database& db, const RoomId& room, Seq before, std::size_t limit
) {
    static const std::string sql = select_messages(
        "e.seq, e.kind, ",
        "FROM room_event e JOIN message m ON m.id = e.message WHERE e.room = ? AND e.seq < ? "
        "ORDER BY e.seq DESC LIMIT ?"
    );
    Result<std::vector<room::LogEntry>> entries =
        db.all<room::LogEntry>(sql, read_entry, room, before, limit);
    if (entries) std::ranges::reverse(*entries);
    return entries;
}

}  // namespace holdfast::store::sqlite
