#include "server/store/sqlite/migrations.hpp"

#include <cstdint>
#include <string>

namespace holdfast::store::sqlite {

namespace {

// "Hfst" in the header of the file, where `file` and we can tell whose it is.
constexpr std::int64_t application_id = 0x48667374;

Result<std::int64_t> pragma(Database& db, std::string_view sql) {
    const Result<std::optional<std::int64_t>> value = db.value<std::int64_t>(sql);
    if (!value) return value.error();
    return value->value_or(0);
}

Result<std::int64_t> version_of(Database& db) {
    return pragma(db, "PRAGMA user_version");
}

// Whether there was a step to take.
Result<bool> take_next_step(Database& db, std::span<const Migration> known) {
    Result<Transaction> transaction = Transaction::begin(db, Transaction::Kind::write);
    if (!transaction) return transaction.error();
    const Result<std::int64_t> version = version_of(db);
    if (!version) return version.error();
    const auto done = static_cast<std::size_t>(*version);
    if (done >= known.size()) return false;

    const std::string stamp = "PRAGMA application_id = " + std::to_string(application_id) +
                              "; PRAGMA user_version = " + std::to_string(done + 1);
    for (const std::string& sql : {std::string(known[done].sql), stamp}) {
        if (Result<void> run = db.script(sql); !run) {
            return Error{
                run.error().code, std::string(known[done].name) + ": " + run.error().detail
            };
        }
    }
    if (Result<void> committed = transaction->commit(); !committed) return committed.error();
    return true;
}

}  // namespace

Result<void> check_version(Database& db, std::span<const Migration> known) {
    // One snapshot: another process may be making the file at this moment, and a fresh count of
    // tables beside its new version would look like somebody else's file.
    const Result<Transaction> snapshot = Transaction::begin(db, Transaction::Kind::read);
    if (!snapshot) return snapshot.error();
    const Result<std::int64_t> tables = pragma(db, "SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    const Result<std::int64_t> owner = pragma(db, "PRAGMA application_id");
    if (!owner) return owner.error();
    const Result<std::int64_t> version = version_of(db);
    if (!version) return version.error();

    const bool is_fresh = *tables == 0 && *version == 0 && *owner == 0;
    if (!is_fresh && *owner != application_id) {
        return Error{Errc::bad_config, "an SQLite file of another program"};
    }
    if (*version > static_cast<std::int64_t>(known.size())) {
        return Error{
            Errc::bad_config,
            "written by a newer Holdfast (schema " + std::to_string(*version) +
                "; this one knows " + std::to_string(known.size()) + ")"
        };
    }
    return {};
}

Result<void> migrate(Database& db, std::span<const Migration> known) {
    for (;;) {
        const Result<bool> stepped = take_next_step(db, known);
        if (!stepped) return stepped.error();
        if (!*stepped) return {};
    }
}

}  // namespace holdfast::store::sqlite
