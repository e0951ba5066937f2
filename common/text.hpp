#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::text {

// Whether `bytes` is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);

// Code points in well-formed UTF-8.
std::size_t length(std::string_view utf8);

// Byte offset of the code point with number `index`, or the size when there are fewer.
std::size_t byte_offset(std::string_view utf8, std::size_t index);

// Number of the code point that starts at or after `byte`.
std::size_t code_point_index(std::string_view utf8, std::size_t byte);

// Without white space (of ASCII) at either end.
std::string_view trimmed(std::string_view);

// Whether a reader sees nothing: white space of any script, and characters of no width.
bool is_blank(std::string_view utf8);

}  // namespace holdfast::text
