#include "server/store/append_rules.hpp"
#include "server/store/memory_tables.hpp"

#include <algorithm>

namespace holdfast::store {

namespace {

using Cases = std::map<CaseId, moderation::Case>;

std::optional<moderation::Case> open_case_in(const Cases& cases, const MemberId& about) {
    for (const auto& [id, c] : cases) {
        if (c.about == about && c.state != CaseState::closed) return c;
    }
    return {};
}

Error no_such_case(const CaseId& id) {
    return {Errc::no_such_case, id.value};
}

}  // namespace

Result<room::Appended> MemoryTables::change_cases(const room::Outcome& outcome, Cases& cases)
    const {
    room::Appended appended;
    for (const room::RaisedFlag& raised : outcome.flags) {
        std::optional<moderation::Case> open = open_case_in(cases, raised.about);
        if (!open && cases.contains(raised.fresh)) return Error{Errc::conflict, "case id taken"};
        moderation::Case flagged = with_flag(std::move(open), raised);
        cases[flagged.id] = flagged;
        keep_latest(appended, std::move(flagged));
    }
    for (const room::Engagement& engagement : outcome.engagements) {
        const auto found = cases.find(engagement.id);
        if (found == cases.end()) return no_such_case(engagement.id);
        Result<moderation::Case> changed = engaged(found->second, engagement);
        if (!changed) return changed.error();
        found->second = *changed;
        keep_latest(appended, std::move(*changed));
    }
    return appended;
}

std::vector<moderation::Case> MemoryTables::open_cases() const {
    std::vector<moderation::Case> open;
    for (const auto& [id, c] : cases_) {
        if (c.state != CaseState::closed) open.push_back(c);
    }
    std::ranges::sort(open, {}, [](const auto& c) { return std::pair(c.opened_at, c.id); });
    return open;
}

std::optional<moderation::Case> MemoryTables::open_case_of(const MemberId& member) const {
    return open_case_in(cases_, member);
}

Result<moderation::Case> MemoryTables::read_case(const CaseId& id) const {
    const auto found = cases_.find(id);
    if (found == cases_.end()) return no_such_case(id);
    return found->second;
}

Result<CaseFile> MemoryTables::open_case_file(const CaseId& id, room::AuditRow row) {
    Result<moderation::Case> summary = read_case(id);
    if (!summary) return summary.error();
    CaseFile file;
    file.summary = std::move(*summary);
    for (const moderation::Flag& flag : file.summary.flags) {
        const auto flagged = messages_.find(flag.message);
        if (flagged == messages_.end()) continue;
        const std::vector<room::Message> all = by_acceptance(flagged->second.room);
        const auto at = std::ranges::find(all, flag.message, &room::Message::id);
        const auto reach = static_cast<std::ptrdiff_t>(Store::context_size);
        const auto from = at - std::min(reach, at - all.begin());
        const auto to = at + 1 + std::min(reach, all.end() - at - 1);
        file.messages.push_back({*at, {from, at}, {at + 1, to}});
    }
    audit(std::move(row));
    return file;
}

Result<moderation::Case> MemoryTables::change_case(
    const CaseId& id, const Store::CaseChange& change, room::AuditRow row
) {
    const auto found = cases_.find(id);
    if (found == cases_.end()) return no_such_case(id);
    Result<moderation::Case> changed = change(found->second);
    if (!changed) return changed;
    found->second = *changed;
    audit(std::move(row));
    return changed;
}

}  // namespace holdfast::store
