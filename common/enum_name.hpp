#pragma once

#include <boost/describe/enum.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace holdfast {

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

// An enumerator as files and the wire spell it: its own name, less the trailing underscore that
// keeps a name clear of a C++ keyword (Role::operator_ is "operator").
constexpr std::string_view without_underscore(std::string_view name) {
    if (name.ends_with('_')) name.remove_suffix(1);
    return name;
}

template <DescribedEnum T>
std::string_view name_of(T value) {
    return without_underscore(boost::describe::enum_to_string(value, "?"));
}

template <DescribedEnum T>
std::optional<T> from_name(std::string_view name) {
    std::optional<T> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        if (without_underscore(enumerator.name) == name) found = enumerator.value;
    });
    return found;
}

// All names, in order, as "a, b, c": for messages that say what would have fitted.
template <DescribedEnum T>
std::string names_of() {
    std::string names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        if (!names.empty()) names += ", ";
        names += without_underscore(enumerator.name);
    });
    return names;
}

}  // namespace holdfast
