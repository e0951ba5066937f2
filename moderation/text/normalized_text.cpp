#include "moderation/text/normalized_text.hpp"

#include "moderation/text/disguise.hpp"
#include "moderation/text/fold.hpp"

#include <algorithm>

namespace holdfast::moderation {

namespace {

void append_utf8(std::string& to, char32_t c) {
    const auto byte = [&](char32_t bits) {
        to += static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

Glyphs undisguised(const Glyphs& glyphs) {
    return plain_words(squeeze_repeats(read_leet(join_spaced_letters(glyphs))));
}

}  // namespace

View::View(const Glyphs& glyphs) {
    text_.reserve(glyphs.size());
    places_.reserve(glyphs.size());
    for (const Glyph& glyph : glyphs) {
        append_utf8(text_, glyph.point);
        places_.resize(text_.size(), Place{glyph.begin, glyph.end});
    }
}

Span View::original(std::size_t begin, std::size_t end) const {
    end = std::min(end, places_.size());
    if (begin >= end) return {};
    return {places_[begin].begin, places_[end - 1].end};
}

NormalizedText::NormalizedText(std::string_view raw) : NormalizedText(fold(raw)) {}

NormalizedText::NormalizedText(const Glyphs& glyphs)
    : plain_(squeeze_spaces(glyphs)), folded_(squeeze_spaces(undisguised(glyphs))) {}

}  // namespace holdfast::moderation
