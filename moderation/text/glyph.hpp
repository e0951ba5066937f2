#pragma once

#include <cstdint>
#include <vector>

namespace holdfast::moderation {

// One code point of a text on its way through the normaliser, and the bytes [begin, end) of the
// original that it stands for. Every stage takes glyphs and gives glyphs, so the map back to what
// the member wrote is never reconstructed, only carried along.
struct Glyph {
    char32_t point = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

using Glyphs = std::vector<Glyph>;

constexpr bool is_ascii_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
constexpr bool is_ascii_letter(char32_t c) {
    return c >= U'a' && c <= U'z';
}  // folded text only
constexpr bool is_ascii_alnum(char32_t c) {
    return is_ascii_digit(c) || is_ascii_letter(c);
}

}  // namespace holdfast::moderation
