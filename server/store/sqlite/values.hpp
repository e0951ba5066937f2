#pragma once

#include "common/clock.hpp"
#include "common/enum_name.hpp"
#include "common/json.hpp"
#include "server/store/store.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::store::sqlite {

// A prepared statement, being given values or stepped through its rows. It copies what it is given.
class Statement {
public:
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

    void bind_null();
    void bind(std::int64_t);
    void bind(std::string_view text);
    void bind_blob(std::string_view bytes);

    // SQLITE_ROW, SQLITE_DONE, or what went wrong, binding included.
    int step();
    void reset();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string bytes(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    void note(int code);

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int bound_ = 0;
    int problem_ = SQLITE_OK;
};

// The columns of a row, read in their order. A value that does not fit its type is noted, not
// thrown.
class Row {
public:
    explicit Row(const Statement& statement) : statement_(statement) {}

    template <class... Fields>
    void read(Fields&&... fields) {
        (read_next(*this, fields), ...);
    }

    bool next_is_null() const { return statement_.is_null(column_); }
    void skip() { ++column_; }
    std::int64_t integer() { return statement_.integer(column_++); }
    std::string bytes() { return statement_.bytes(column_++); }

    // `why` describes the type, never the value.
    void note_misfit(std::string why);
    const std::optional<std::string>& misfit() const { return misfit_; }

private:
    const Statement& statement_;
    int column_ = 0;
    std::optional<std::string> misfit_;
};

// A text that is to be sealed: bytes, whatever is in them.
struct Blob {
    std::string_view bytes;
};
struct BlobInto {
    std::string& bytes;
};

// ---- what goes into a statement ----

inline void bind_next(Statement& into, std::string_view text) {
    into.bind(text);
}
inline void bind_next(Statement& into, const Blob& blob) {
    into.bind_blob(blob.bytes);
}
inline void bind_next(Statement& into, const Digest& digest) {
    into.bind(digest.hex);
}
inline void bind_next(Statement& into, Timestamp time) {
    into.bind(static_cast<std::int64_t>(time.time_since_epoch().count()));
}

template <std::integral T>
void bind_next(Statement& into, T number) {
    into.bind(static_cast<std::int64_t>(number));
}

template <DescribedEnum T>
void bind_next(Statement& into, T value) {
    into.bind(name_of(value));
}

template <json::StrongId T>
void bind_next(Statement& into, const T& id) {
    bind_next(into, id.value);
}

template <json::DescribedStruct T>
void bind_next(Statement& into, const T& value) {
    into.bind(boost::json::serialize(json::write(value)));
}

template <class T>
void bind_next(Statement& into, const std::optional<T>& value) {
    if (value) {
        bind_next(into, *value);
    } else {
        into.bind_null();
    }
}

// ---- what comes out of a row ----

inline void read_next(Row& row, std::string& into) {
    into = row.bytes();
}
inline void read_next(Row& row, const BlobInto& into) {
    into.bytes = row.bytes();
}
inline void read_next(Row& row, Digest& into) {
    into.hex = row.bytes();
}
inline void read_next(Row& row, Timestamp& into) {
    into = Timestamp{std::chrono::milliseconds{row.integer()}};
}

template <std::integral T>
void read_next(Row& row, T& into) {
    into = static_cast<T>(row.integer());
}

template <DescribedEnum T>
void read_next(Row& row, T& into) {
    const std::optional<T> value = from_name<T>(row.bytes());
    if (value) {
        into = *value;
    } else {
        row.note_misfit("expected one of " + names_of<T>());
    }
}

template <json::StrongId T>
void read_next(Row& row, T& into) {
    read_next(row, into.value);
}

template <json::DescribedStruct T>
void read_next(Row& row, T& into) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(row.bytes(), error);
    if (error) return row.note_misfit("expected JSON");
    if (const auto problem = json::read(value, into, json::UnknownFields::skip)) {
        row.note_misfit(json::to_string(*problem));
    }
}

template <class T>
void read_next(Row& row, std::optional<T>& into) {
    if (row.next_is_null()) {
        into.reset();
        row.skip();
    } else {
        read_next(row, into.emplace());
    }
}

}  // namespace holdfast::store::sqlite
