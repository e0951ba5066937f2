#pragma once

#include "common/permissions.hpp"
#include "common/taxonomy.hpp"

#include <boost/describe/class.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace holdfast::moderation {

// Bytes [begin, end) of the text as the member wrote it (UTF-8), on code point borders.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};
BOOST_DESCRIBE_STRUCT(Span, (), (begin, end))

// One thing a detector saw, with the reason a moderator is shown.
struct Finding {
    Category category = Category::distress;
    Level level = Level::none;
    Span span;
    std::string rule;               // stable name, such as "suicide.passive.not_be_here"
    std::vector<std::string> cues;  // what the words around it did: "negation: lowered to none"

    friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (category, level, span, rule, cues))

// About what was said or done rather than about a person at risk. These categories have a row of
// their own in the policy; every other one is judged by its level.
constexpr bool is_conduct(Category category) {
    switch (category) {
        case Category::grooming:
        case Category::method_detail:
        case Category::personal_data:
        case Category::harassment:
        case Category::sexual_solicitation:
        case Category::medical_advice:
        case Category::spam:
            return true;
        default:
            return false;
    }
}

// All findings of one message, in context. A pure function of (text, context, ruleset).
struct Assessment {
    Level level = Level::none;               // the highest of the findings, after context
    Category category = Category::distress;  // of the most urgent finding
    std::vector<Finding> findings;           // most urgent first
    bool degraded = false;  // a detector failed: nothing here may be taken as "harmless"
    std::string ruleset;    // version of patterns, cues and model together

    friend bool operator==(const Assessment&, const Assessment&) = default;
};
BOOST_DESCRIBE_STRUCT(Assessment, (), (level, category, findings, degraded, ruleset))

// What is known about the message besides its text.
struct Context {
    Role author_role = Role::member;
    std::string language = "en";            // of the room: "en", "es"
    std::vector<std::string> recent_texts;  // the same member's last few, oldest first
};

}  // namespace holdfast::moderation
