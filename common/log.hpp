#pragma once

// The server's log: one JSON object a line on stderr, written by a background thread. A field is an
// id, a number, or a short text of our own making. There is no overload for the text of a message,
// and none may be passed as a note.

#include "common/ids.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace holdfast::log {

enum class Severity { debug, info, warning, error };

struct Field {
    template <class Tag>
    Field(std::string_view field_name, const Id<Tag, std::string>& id)
        : name(field_name), value(id.value) {}
    template <class Tag>
    Field(std::string_view field_name, const Id<Tag, std::uint64_t>& id)
        : Field(field_name, id.value) {}
    template <std::integral T>
    Field(std::string_view field_name, T number)
        : name(field_name), value(std::to_string(number)), is_number(true) {}

    // A reason, a path of a file, an address: words of our own.
    static Field note(std::string_view name, std::string words);

    std::string_view name;
    std::string value;
    bool is_number = false;

private:
    Field() = default;
};

using Fields = std::initializer_list<Field>;

// Starts the background thread. Before it, and after stop(), lines are written at once.
void start(Severity least);
// Writes what is queued.
void stop();

// Lines that a full queue has dropped since start(), because stderr was not read fast enough.
std::uint64_t dropped_lines();

// Any thread; once started it never blocks: a full queue drops its oldest lines.
void write(Severity, std::string_view event, Fields = {});

inline void info(std::string_view event, Fields fields = {}) {
    write(Severity::info, event, fields);
}
inline void warning(std::string_view event, Fields fields = {}) {
    write(Severity::warning, event, fields);
}
inline void error(std::string_view event, Fields fields = {}) {
    write(Severity::error, event, fields);
}

}  // namespace holdfast::log
