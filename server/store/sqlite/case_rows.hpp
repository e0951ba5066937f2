#pragma once

#include "moderation/triage/case.hpp"
#include "server/store/sqlite/database.hpp"
#include "server/store/store.hpp"

namespace holdfast::store::sqlite {

// The calls of Store on cases, inside the caller's transaction.

Result<std::vector<moderation::Case>> open_cases(Database&);
Result<std::optional<moderation::Case>> open_case_of(Database&, const MemberId&);
Result<moderation::Case> read_case(Database&, const CaseId&);
Result<CaseFile> open_case_file(Database&, const CaseId&, const room::AuditRow&);
Result<moderation::Case>
change_case(Database&, const CaseId&, const Store::CaseChange&, const room::AuditRow&);

// The flags and engagements of an outcome: each touched case, as it is then.
Result<room::Appended> change_cases(Database&, const room::Outcome&);

}  // namespace holdfast::store::sqlite
