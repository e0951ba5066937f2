#pragma once

#include "moderation/text/glyph.hpp"

#include <string_view>

namespace holdfast::moderation {

// Code points as a reader sees them: compatibility forms, case, accents and look-alike letters
// folded to plain lower-case ones, typographic quotes and dashes to ASCII, white space to ' ',
// invisible characters gone. Any bytes are allowed; a malformed sequence becomes one U+FFFD.
// Linear in `raw`, which must be shorter than 4 GB (the wire allows 16 KB).
Glyphs fold(std::string_view raw);

}  // namespace holdfast::moderation
