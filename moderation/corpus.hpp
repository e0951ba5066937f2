#pragma once

#include "moderation/assessment.hpp"

#include <string_view>

namespace holdfast::moderation {

// An assessment in the words of the corpora that measure it (tests/corpus, score.py): severity 0
// nothing to 4 somebody is paged. Conduct and personal data, which always need somebody's
// attention but open no case of their own, are 2 at least.
int corpus_severity(const Assessment&);

// "none" where the severity is 0.
std::string_view corpus_category(const Assessment&);

}  // namespace holdfast::moderation
