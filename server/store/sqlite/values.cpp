#include "server/store/sqlite/values.hpp"

namespace holdfast::store::sqlite {

void Statement::bind_null() {
    note(sqlite3_bind_null(statement_.get(), ++bound_));
}

void Statement::bind(std::int64_t number) {
    note(sqlite3_bind_int64(statement_.get(), ++bound_, number));
}

void Statement::bind(std::string_view text) {
    // An empty view may have no data, which SQLite would take for NULL.
    const char* data = text.empty() ? "" : text.data();
    note(sqlite3_bind_text64(
        statement_.get(), ++bound_, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8
    ));
}

void Statement::bind_blob(std::string_view bytes) {
    const char* data = bytes.empty() ? "" : bytes.data();
    note(sqlite3_bind_blob64(statement_.get(), ++bound_, data, bytes.size(), SQLITE_TRANSIENT));
}

void Statement::note(int code) {
    if (problem_ == SQLITE_OK) problem_ = code;
}

int Statement::step() {
    return problem_ == SQLITE_OK ? sqlite3_step(statement_.get()) : problem_;
}

void Statement::reset() {
    sqlite3_reset(statement_.get());  // repeats the error of the last step, which was returned
    sqlite3_clear_bindings(statement_.get());
    bound_ = 0;
    problem_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return data ? std::string(static_cast<const char*>(data), static_cast<std::size_t>(size))
                : std::string();
}

void Row::note_misfit(std::string why) {
    if (!misfit_) misfit_ = std::move(why);
}

}  // namespace holdfast::store::sqlite
