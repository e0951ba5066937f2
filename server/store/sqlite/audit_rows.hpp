#pragma once

#include "server/store/sqlite/database.hpp"
#include "server/store/store.hpp"

namespace holdfast::store::sqlite {

// The next link of the chain, in the transaction of what it records.
Result<Nothing> append_audit(Database&, const room::AuditRow&);
Result<std::vector<AuditEntry>> audit_since(Database&, std::uint64_t number, std::size_t limit);

Result<Nothing> probe(Database&);

}  // namespace holdfast::store::sqlite
