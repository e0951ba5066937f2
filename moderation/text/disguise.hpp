#pragma once

#include "moderation/text/glyph.hpp"

namespace holdfast::moderation {

// Ways in which words are written so that a filter does not see them, or so that tired fingers
// slip. Each function undoes one of them over folded glyphs, in one pass.

// "k i l l", "s.u.i.c.i.d.e", "d-i-e" -> "kill", "suicide", "die": three or more lone letters with
// the same separator. A wider gap ends the word: "k i l l  m e" is "kill  me".
Glyphs join_spaced_letters(const Glyphs&);

// "k1ll", "su1c1de", "mys3lf" -> letters, in tokens that mix letters and digits. "50mg", "14f",
// "2nd" and "covid19" stay as they are.
Glyphs read_leet(Glyphs);

// "diiiie" -> "die". Two in a row are spelling, three are not; l keeps two ("killll" -> "kill").
Glyphs squeeze_repeats(const Glyphs&);

// "don't" and "dont", "kill_myself" and "kill myself" become one spelling.
Glyphs plain_words(const Glyphs&);

// One space for any run of white space, none at the ends.
Glyphs squeeze_spaces(const Glyphs&);

}  // namespace holdfast::moderation
