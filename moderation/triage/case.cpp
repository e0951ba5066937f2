#include "moderation/triage/case.hpp"

#include "common/enum_name.hpp"

namespace holdfast::moderation {

namespace {

constexpr std::string_view care_prefix = "care.";

Case next_version(Case c) {
    ++c.version;
    return c;
}

Error refusal(const Case& c, std::string_view allowed) {
    std::string detail = "case is " + std::string(name_of(c.state));
    if (c.holder) detail += ", held by " + c.holder->value;
    detail += "; allowed now: " + std::string(allowed);
    return {c.holder ? Errc::not_holder : Errc::wrong_state, std::move(detail)};
}

}  // namespace

RoomId care_room(const CaseId& id) {
    return RoomId{std::string(care_prefix) + id.value};
}

std::optional<CaseId> case_of_care_room(const RoomId& room) {
    if (!room.value.starts_with(care_prefix)) return {};
    return CaseId{room.value.substr(care_prefix.size())};
}

Case open_case(CaseId id, MemberId about, const Flag& flag) {
    Case opened;
    opened.id = std::move(id);
    opened.about = std::move(about);
    opened.level = flag.level;
    opened.category = flag.category;
    opened.flags = {flag};
    opened.opened_at = flag.at;
    opened.level_since = flag.at;
    opened.care_open = flag.opens_care;
    opened.version = 1;
    return opened;
}

Case merge(Case c, const Flag& flag) {
    if (flag.level > c.level) {
        c.level = flag.level;
        c.category = flag.category;
        c.level_since = flag.at;
    }
    c.flags.push_back(flag);
    c.care_open = c.care_open || flag.opens_care;
    return next_version(std::move(c));
}

Result<Case> claim(Case c, const MemberId& by) {
    if (c.state == CaseState::closed) return Error{Errc::wrong_state, "case is closed"};
    if (c.holder && *c.holder != by) return Error{Errc::held_by_other, c.holder->value};
    if (c.holder) return c;  // claiming twice is claiming once
    c.holder = by;
    c.state = CaseState::claimed;
    return next_version(std::move(c));
}

Result<Case> release(Case c, const MemberId& by) {
    if (c.holder != by) return refusal(c, "claim");
    c.holder.reset();
    c.state = CaseState::offered;
    return next_version(std::move(c));
}

Result<Case> engage(Case c, const MemberId& by) {
    if (c.holder != by) return refusal(c, "claim");
    if (c.state == CaseState::engaged && c.care_open) return c;
    c.state = CaseState::engaged;
    c.care_open = true;
    return next_version(std::move(c));
}

}  // namespace holdfast::moderation
