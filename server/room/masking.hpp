#pragma once

#include "moderation/assessment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::room {

// Stands where a part of a message is kept private; the same in every language.
inline constexpr std::string_view hidden_part = "[\u2026]";

// `text` with each span replaced by `hidden_part`; spans may overlap and come in any order.
std::string masked(std::string_view text, std::vector<moderation::Span> spans);

}  // namespace holdfast::room
