#include "common/text.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace holdfast::text {

namespace {

constexpr bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Code points [first, last] that leave no mark.
struct Invisible {
    std::uint32_t first;
    std::uint32_t last;
};
constexpr Invisible invisible[] = {
    {0x0000, 0x0020},    // controls and the space
    {0x007F, 0x00A0},    // more controls, no-break space
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x1680, 0x1680},    // Ogham space
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian separators
    {0x2000, 0x200F},    // spaces of all widths, zero width, directional marks
    {0x2028, 0x202F},    // separators, directional embeddings
    {0x205F, 0x206F},    // mathematical space, invisible operators, isolates
    {0x2800, 0x2800},    // Braille blank
    {0x3000, 0x3000},    // ideographic space
    {0x3164, 0x3164},    // Hangul filler
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // half-width Hangul filler
    {0xE0000, 0xE0FFF},  // tags, more variation selectors
};

// The code point at the front of well-formed UTF-8, which is taken off.
std::uint32_t take_code_point(std::string_view& utf8) {
    const auto lead = static_cast<unsigned char>(utf8.front());
    utf8.remove_prefix(1);
    if (lead < 0x80) return lead;
    std::uint32_t point = lead < 0xE0 ? lead & 0x1Fu : lead < 0xF0 ? lead & 0x0Fu : lead & 0x07u;
    for (; !utf8.empty() && is_continuation(utf8.front()); utf8.remove_prefix(1)) {
        point = (point << 6) | (static_cast<unsigned char>(utf8.front()) & 0x3Fu);
    }
    return point;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const std::size_t size = lead < 0x80           ? 1
                                 : (lead >> 5) == 0x06 ? 2
                                 : (lead >> 4) == 0x0E ? 3
                                 : (lead >> 3) == 0x1E ? 4
                                                       : 0;
        if (size == 0 || i + size > bytes.size()) return false;
        std::uint32_t point = size == 1 ? lead : lead & (0x7Fu >> size);
        for (std::size_t k = 1; k < size; ++k) {
            if (!is_continuation(bytes[i + k])) return false;
            point = (point << 6) | (static_cast<unsigned char>(bytes[i + k]) & 0x3Fu);
        }
        static constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
        if (point < smallest[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
            return false;
        }
        i += size;
    }
    return true;
}

std::size_t length(std::string_view utf8) {
    return code_point_index(utf8, utf8.size());
}

std::size_t byte_offset(std::string_view utf8, std::size_t index) {
    std::size_t byte = 0;
    for (; byte < utf8.size(); ++byte) {
        if (is_continuation(utf8[byte])) continue;
        if (index == 0) return byte;
        --index;
    }
    return byte;
}

std::size_t code_point_index(std::string_view utf8, std::size_t byte) {
    const std::string_view before = utf8.substr(0, std::min(byte, utf8.size()));
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
        return !is_continuation(c);
    }));
}

std::string_view trimmed(std::string_view text) {
    static constexpr std::string_view space = " \t\r\n\f\v";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool is_blank(std::string_view utf8) {
    while (!utf8.empty()) {
        const std::uint32_t point = take_code_point(utf8);
        const bool is_hidden = std::any_of(
            std::begin(invisible),
            std::end(invisible),
            [point](const Invisible& range) { return range.first <= point && point <= range.last; }
        );
        if (!is_hidden) return false;
    }
    return true;
}

}  // namespace holdfast::text
