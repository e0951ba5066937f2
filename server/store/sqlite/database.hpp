#pragma once

#include "common/error.hpp"
#include "server/store/sqlite/values.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::store::sqlite {

enum class Access { read_write, read_only };

// One connection to a file. Statements are prepared once and kept. Values are bound in the order of
// their place holders and columns read in the order of the query, each by its own C++ type
// (values.hpp). Errors, as a store gives them: `conflict` for a row that is there already,
// `internal` for a bug or a row that does not fit, `store_unavailable` for all that the disk, the
// file or a lock did. One thread at a time.
class Database {
public:
    // The file exists.
    static Result<Database> open(const std::filesystem::path& file, Access access);

    // Several statements at once, without values.
    Result<void> script(const std::string& sql);

    template <class... Values>
    Result<void> execute(std::string_view sql, const Values&... values) {
        return each(sql, [](Row&) {}, values...);
    }

    // All rows, each read by `read(Row&, T&)`.
    template <class T, class Read, class... Values>
    Result<std::vector<T>> all(std::string_view sql, Read read, const Values&... values) {
        std::vector<T> found;
        const auto keep = [&](Row& row) { read(row, found.emplace_back()); };
        if (Result<void> done = each(sql, keep, values...); !done) return done.error();
        return found;
    }

    // The one row, if there is one.
    template <class T, class Read, class... Values>
    Result<std::optional<T>> one(std::string_view sql, Read read, const Values&... values) {
        std::optional<T> found;
        const auto keep = [&](Row& row) { read(row, found.emplace()); };
        if (Result<void> done = each(sql, keep, values...); !done) return done.error();
        return found;
    }

    // The one column of the one row, if there is one.
    template <class T, class... Values>
    Result<std::optional<T>> value(std::string_view sql, const Values&... values) {
        return one<T>(sql, [](Row& row, T& into) { row.read(into); }, values...);
    }

    // Rows that the last statement changed.
    int changed_rows() const { return sqlite3_changes(connection_.get()); }
    // Whether the last error was a lock of somebody else.
    bool was_busy() const { return (last_failure_ & 0xff) == SQLITE_BUSY; }
    bool is_in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }
    bool is_read_only() const { return sqlite3_db_readonly(connection_.get(), "main") == 1; }

private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };
    // Gives the statement back for its next use, whatever became of this one.
    struct Reset {
        Statement& statement;
        ~Reset() { statement.reset(); }
    };

    explicit Database(sqlite3* connection) : connection_(connection) {}

    Result<Statement*> prepared(std::string_view sql);
    Error error(int code);

    template <class OnRow, class... Values>
    Result<void> each(std::string_view sql, OnRow on_row, const Values&... values) {
        Result<Statement*> statement = prepared(sql);
        if (!statement) return statement.error();
        const Reset reset{**statement};
        (bind_next(**statement, values), ...);
        for (;;) {
            const int code = (*statement)->step();
            if (code == SQLITE_DONE) return {};
            if (code != SQLITE_ROW) return error(code);
            Row row(**statement);
            on_row(row);
            if (row.misfit()) return Error{Errc::internal, "a row does not fit: " + *row.misfit()};
        }
    }

    std::unique_ptr<sqlite3, Close> connection_;
    int last_failure_ = SQLITE_OK;
    std::map<std::string, Statement, std::less<>> statements_;  // gone before the connection
};

// Undoes what was not committed when it goes out of scope.
class Transaction {
public:
    enum class Kind { read, write };
    static Result<Transaction> begin(Database&, Kind);

    Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(Database& db) : db_(&db) {}

    Database* db_;
};

}  // namespace holdfast::store::sqlite
