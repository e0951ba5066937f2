#pragma once

#include "moderation/detect/phrase_set.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::moderation {

// Digits said one after the other, however they are grouped or spelled: "(415) 555-0132",
// "o7700 9oo 123", "four one five, five five five ...".
struct DigitRun {
    Range where;                      // in the text that was read, with an opening '+' or '('
    std::string digits;               // "4155550132"
    std::vector<std::size_t> groups;  // sizes of the groups as written: 3, 3, 4
    bool international = false;       // stands after '+' or starts with 00
};

// All runs of at least seven digits in folded text (lower case), in one pass.
std::vector<DigitRun> digit_runs(std::string_view plain);

// Whether a run is written the way telephone numbers are: not a date, a list of years or an amount.
bool looks_like_phone(const DigitRun&);

}  // namespace holdfast::moderation
