#pragma once

#include "moderation/assessment.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::moderation {

// A message read together with what its author wrote just before.
struct Joined {
    std::string text;
    std::size_t seam = 0;  // where the message itself begins in `text`

    // The part of `whole` that lies in the message itself, in the message's own bytes. Empty when
    // the finding does not reach over the seam: then it was, or is, found without joining.
    Span in_message(const Span& whole) const;
};

// The ways in which one statement may have been cut up over several messages: "i want to" / "die",
// and for short pieces also "sui" / "cidal". Bounded: only the last few short texts are joined.
std::vector<Joined> joined_with_recent(std::string_view text, const Context&);

}  // namespace holdfast::moderation
