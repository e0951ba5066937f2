#include "moderation/corpus.hpp"

#include "common/enum_name.hpp"

#include <algorithm>

namespace holdfast::moderation {

int corpus_severity(const Assessment& assessment) {
    const auto level = static_cast<int>(assessment.level);
    return level > 0 && is_conduct(assessment.category) ? std::max(level, 2) : level;
}

std::string_view corpus_category(const Assessment& assessment) {
    if (assessment.level == Level::none) return "none";
    switch (assessment.category) {
        case Category::harm_to_others:
            return "harm_others";
        case Category::child_at_risk:
            return "abuse";
        case Category::sexual_solicitation:
            return "grooming";
        case Category::worried_about_someone:
            return "third_party";
        case Category::medical_emergency:
        case Category::method_detail:
            return "suicide";
        case Category::personal_data:
            return "pii";
        case Category::medical_advice:
            return "med_advice";
        default:
            return name_of(assessment.category);
    }
}

}  // namespace holdfast::moderation
