#pragma once

// Reads and writes described structs (Boost.Describe) as JSON. The description is the only source:
// the codec, the strict config reader and the browser's TypeScript types all come from it.
// Absent optionals are fine; a field that does not fit is named by its path ("rooms[2].id: ...").

#include "common/clock.hpp"
#include "common/enum_name.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::json {

namespace bj = boost::json;

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
concept StrongId = requires(T t) {
    typename T::id_tag;
    t.value;
};

// Whether a field that no struct member takes is skipped (the wire) or refused (config, content).
enum class UnknownFields { skip, refuse };

// Where a value does not fit: path ("rooms[2].id") and why ("expected a string").
struct Problem {
    std::string path;
    std::string why;
};
using MaybeProblem = std::optional<Problem>;

std::string to_string(const Problem&);

// The problem as seen one level further out: `step` is put before its path.
MaybeProblem inside(std::string step, MaybeProblem problem);
// "unknown field; did you mean 'x'?" for the nearest of `known`, if any is near.
std::string unknown_field(std::string_view field, const std::vector<std::string_view>& known);

MaybeProblem read(const bj::value&, std::string&, UnknownFields);
MaybeProblem read(const bj::value&, bool&, UnknownFields);
MaybeProblem read(const bj::value&, double&, UnknownFields);
// Written as "250ms", "30s", "10m", "24h" or "7d".
MaybeProblem read(const bj::value&, std::chrono::milliseconds&, UnknownFields);
// Milliseconds since 1970 UTC.
MaybeProblem read(const bj::value&, Timestamp&, UnknownFields);

bj::value write(const std::string&);
bj::value write(bool);
bj::value write(double);
bj::value write(std::chrono::milliseconds);
bj::value write(Timestamp);

template <std::integral T>
MaybeProblem read(const bj::value& from, T& into, UnknownFields) {
    boost::system::error_code error;
    const T number = from.to_number<T>(error);
    if (error || from.is_double()) return Problem{"", "expected a whole number that fits"};
    into = number;
    return {};
}

template <DescribedEnum T>
MaybeProblem read(const bj::value& from, T& into, UnknownFields) {
    const bj::string* name = from.if_string();
    const std::optional<T> value = name ? from_name<T>(*name) : std::nullopt;
    if (!value) return Problem{"", "expected one of " + names_of<T>()};
    into = *value;
    return {};
}

template <StrongId T>
MaybeProblem read(const bj::value& from, T& into, UnknownFields unknown) {
    return read(from, into.value, unknown);
}

template <class T>
MaybeProblem read(const bj::value& from, std::optional<T>& into, UnknownFields unknown);
template <class T>
MaybeProblem read(const bj::value& from, std::vector<T>& into, UnknownFields unknown);
template <class T>
MaybeProblem read(const bj::value& from, std::map<std::string, T>& into, UnknownFields unknown);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <DescribedStruct T>
using MembersOf = boost::describe::
    describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <DescribedStruct T>
MaybeProblem read(const bj::value& from, T& into, UnknownFields unknown) {
    const bj::object* object = from.if_object();
    if (!object) return Problem{"", "expected an object"};
    MaybeProblem problem;
    std::vector<std::string_view> known;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
        if (problem) return;
        known.push_back(member.name);
        auto& field = into.*member.pointer;
        if (const bj::value* found = object->if_contains(member.name)) {
            problem = inside(member.name, read(*found, field, unknown));
        } else if constexpr (!is_optional<std::remove_cvref_t<decltype(field)>>) {
            // A type may say which of its fields have a default when a file leaves them out.
            if constexpr (!requires { T::fields_have_defaults; }) {
                problem = Problem{member.name, "missing"};
            }
        }
    });
    if (problem || unknown == UnknownFields::skip) return problem;
    for (const auto& entry : *object) {
        if (std::find(known.begin(), known.end(), std::string_view(entry.key())) == known.end()) {
            return Problem{std::string(entry.key()), unknown_field(entry.key(), known)};
        }
    }
    return {};
}

template <class T>
MaybeProblem read(const bj::value& from, std::optional<T>& into, UnknownFields unknown) {
    into.reset();
    if (from.is_null()) return {};
    return read(from, into.emplace(), unknown);
}

template <class T>
MaybeProblem read(const bj::value& from, std::vector<T>& into, UnknownFields unknown) {
    const bj::array* array = from.if_array();
    if (!array) return Problem{"", "expected an array"};
    into.clear();
    into.reserve(array->size());
    for (const bj::value& element : *array) {
        const std::string step = "[" + std::to_string(into.size()) + "]";
        T value{};
        if (auto problem = inside(step, read(element, value, unknown))) return problem;
        into.push_back(std::move(value));
    }
    return {};
}

template <class T>
MaybeProblem read(const bj::value& from, std::map<std::string, T>& into, UnknownFields unknown) {
    const bj::object* object = from.if_object();
    if (!object) return Problem{"", "expected an object"};
    into.clear();
    for (const auto& entry : *object) {
        const std::string key(entry.key());
        if (auto problem = inside(key, read(entry.value(), into[key], unknown))) return problem;
    }
    return {};
}

template <std::integral T>
bj::value write(T number) {
    return number;
}

template <DescribedEnum T>
bj::value write(T value) {
    return bj::string(name_of(value));
}

template <StrongId T>
bj::value write(const T& id) {
    return write(id.value);
}

template <class T>
bj::value write(const std::vector<T>& values);
template <class T>
bj::value write(const std::map<std::string, T>& values);

template <DescribedStruct T>
bj::value write(const T& value) {
    bj::object object;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
        const auto& field = value.*member.pointer;
        if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>) {
            if (field) object.emplace(member.name, write(*field));
        } else {
            object.emplace(member.name, write(field));
        }
    });
    return object;
}

template <class T>
bj::value write(const std::vector<T>& values) {
    bj::array array;
    array.reserve(values.size());
    for (const T& value : values)
        array.push_back(write(value));
    return array;
}

template <class T>
bj::value write(const std::map<std::string, T>& values) {
    bj::object object;
    for (const auto& [key, value] : values)
        object.emplace(key, write(value));
    return object;
}

}  // namespace holdfast::json
