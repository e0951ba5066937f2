#pragma once

namespace holdfast::moderation {

// The plain ASCII character that `c` is drawn like, or `c` itself. Lower case only: the caller has
// folded the case. A small table of our own rather than ICU's skeleton, which also turns `m` into
// `rn` and `1` into `l`, so that every pattern would have to be written in its spelling.
char32_t plain_lookalike(char32_t c);

}  // namespace holdfast::moderation
