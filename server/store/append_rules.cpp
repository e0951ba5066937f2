#include "server/store/append_rules.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace holdfast::store {

Result<void> check_shape(const room::Outcome& outcome) {
    std::uint64_t next = outcome.expected_seq.value;
    for (const room::NewEntry& entry : outcome.entries) {
        if (entry.seq.value != ++next) {
            return Error{
                Errc::internal,
                "entry " + std::to_string(entry.seq.value) + " where " + std::to_string(next) +
                    " is next"
            };
        }
    }
    return {};
}

moderation::Case with_flag(std::optional<moderation::Case> open, const room::RaisedFlag& raised) {
    if (open) return moderation::merge(std::move(*open), raised.flag);
    return moderation::open_case(raised.fresh, raised.about, raised.flag);
}

Result<moderation::Case> engaged(moderation::Case c, const room::Engagement& engagement) {
    const auto is_of_case = [&](const MessageId& message) {
        return std::ranges::find(c.flags, message, &moderation::Flag::message) != c.flags.end();
    };
    if (engagement.decided && !is_of_case(*engagement.decided)) {
        return Error{Errc::not_holder, "the message is of another case"};
    }
    Result<moderation::Case> changed = moderation::engage(std::move(c), engagement.by);
    if (!changed) return Error{Errc::not_holder, changed.error().detail};
    return changed;
}

void keep_latest(room::Appended& appended, moderation::Case c) {
    const auto earlier = std::ranges::find(appended.cases, c.id, &moderation::Case::id);
    if (earlier == appended.cases.end()) {
        appended.cases.push_back(std::move(c));
    } else {
        *earlier = std::move(c);
    }
}

}  // namespace holdfast::store
