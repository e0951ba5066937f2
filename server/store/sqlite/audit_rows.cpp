#include "server/store/sqlite/audit_rows.hpp"

#include "server/store/audit_chain.hpp"

namespace holdfast::store::sqlite {

Result<Nothing> append_audit(Database& db, const room::AuditRow& row) {
    // Read each time, for another process may have written the last link.
    const auto read = [](Row& from, AuditHead& head) { from.read(head.number, head.hash); };
    const Result<std::optional<AuditHead>> head =
        db.one<AuditHead>("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", read);
    if (!head) return head.error();
    const AuditEntry link = next_link(head->value_or(AuditHead{}), row);
    const Result<void> kept = db.execute(
        "INSERT INTO audit (number, at, actor, act, subject, detail, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        link.number,
        row.at,
        row.actor,
        row.act,
        row.subject,
        row.detail,
        link.hash
    );
    if (!kept) return kept.error();
    return Nothing{};
}

Result<std::vector<AuditEntry>> audit_since(Database& db, std::uint64_t number, std::size_t limit) {
    const auto read = [](Row& from, AuditEntry& entry) {
        room::AuditRow& row = entry.row;
        from.read(entry.number, row.at, row.actor, row.act, row.subject, row.detail, entry.hash);
    };
    return db.all<AuditEntry>(
        "SELECT number, at, actor, act, subject, detail, hash FROM audit WHERE number > ? "
        "ORDER BY number LIMIT ?",
        read,
        number,
        limit
    );
}

Result<Nothing> probe(Database& db) {
    const Result<void> kept = db.execute(
        "INSERT INTO probe (id, writes) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET writes = "
        "writes + 1"
    );
    if (!kept) return kept.error();
    return Nothing{};
}

}  // namespace holdfast::store::sqlite
