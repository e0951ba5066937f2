#pragma once

#include "moderation/assessment.hpp"
#include "moderation/text/glyph.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::moderation {

// One reading of a message, in UTF-8, with the way back to what the member wrote.
class View {
public:
    explicit View(const Glyphs&);

    std::string_view text() const { return text_; }

    // The original bytes behind [begin, end) of `text()`, on code point borders. Empty for an empty
    // range.
    Span original(std::size_t begin, std::size_t end) const;

private:
    struct Place {
        std::uint32_t begin;
        std::uint32_t end;
    };

    std::string text_;
    std::vector<Place> places_;  // one for each byte of text_
};

// A message made ready for detectors, once. Immutable.
class NormalizedText {
public:
    explicit NormalizedText(std::string_view raw);

    // Characters folded (case, accents, look-alikes, white space), words as the member wrote them:
    // for numbers, addresses and links.
    const View& plain() const { return plain_; }

    // And disguises undone, in one spelling: what patterns are written for. Letters are a-z, words
    // have no apostrophes ("dont", "im"), words stand one space apart.
    const View& folded() const { return folded_; }

private:
    explicit NormalizedText(const Glyphs&);

    View plain_;
    View folded_;
};

}  // namespace holdfast::moderation
