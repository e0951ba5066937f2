#include "server/store/sqlite/database.hpp"

#include <cstring>

namespace holdfast::store::sqlite {

namespace {

// Long enough for the longest commit of the other process (holdfastctl), short enough for a person.
constexpr int busy_timeout = 5'000;

Errc meaning_of(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_UNIQUE:
            return Errc::conflict;
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
        case SQLITE_ERROR:
        case SQLITE_MISMATCH:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_TOOBIG:
            return Errc::internal;
        default:
            return Errc::store_unavailable;
    }
}

// SQLite's own words (they name tables and columns, never values) and the system's reason.
std::string words_for(sqlite3* connection, int code) {
    std::string words = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    const int system = connection ? sqlite3_system_errno(connection) : 0;
    const bool is_of_system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN ||
                              (code & 0xff) == SQLITE_FULL;
    if (is_of_system && system != 0) words += std::string(": ") + std::strerror(system);
    return words;
}

}  // namespace

Result<Database> Database::open(const std::filesystem::path& file, Access access) {
    // No mutex inside SQLite: a connection belongs to one thread.
    const int mode = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const int flags = mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &connection, flags, nullptr);
    Database db(connection);  // to be closed even if it failed to open
    if (code != SQLITE_OK) return db.error(code);
    sqlite3_busy_timeout(connection, busy_timeout);
    for (const auto& [option, on] : {
             std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
             std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
             std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
             std::pair{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
         }) {
        const int set = sqlite3_db_config(connection, option, on, nullptr);
        if (set != SQLITE_OK) return db.error(set);
    }
    return db;
}

Result<void> Database::script(const std::string& sql) {
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error(code);
    return {};
}

Result<Statement*> Database::prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return &known->second;
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(
        connection_.get(),
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &statement,
        nullptr
    );
    if (code != SQLITE_OK) return error(code);
    return &statements_.emplace(sql, Statement(statement)).first->second;
}

Error Database::error(int code) {
    last_failure_ = code;
    return {meaning_of(code), words_for(connection_.get(), code)};
}

Result<Transaction> Transaction::begin(Database& db, Kind kind) {
    // IMMEDIATE takes the write lock now, where waiting for another process is still possible.
    Result<void> begun = db.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
    if (!begun) return begun.error();
    return Transaction(db);
}

Transaction::~Transaction() {
    // SQLite itself has rolled back after some errors (a full disk is one).
    if (db_ && db_->is_in_transaction()) (void)db_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
    return db_->execute("COMMIT");
}

}  // namespace holdfast::store::sqlite
