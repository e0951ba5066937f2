#pragma once

#include "server/room/outcome.hpp"
#include "server/store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::store {

// Where the audit chain ends; as it starts out, before its first row.
struct AuditHead {
    std::uint64_t number = 0;
    std::string hash;
};

// The row as the next link. Its hash covers the previous hash and every field, each with its
// length, so that no byte can move from one field to another unseen.
AuditEntry next_link(const AuditHead&, room::AuditRow);

// The number that stands, or should stand, where the chain is first broken: a changed field or
// hash, a hole, a row out of place. `entries` go on from `head` (from the start, or where the page
// before ended). Rows cut off at the very end leave a shorter chain that is whole: keep the head
// elsewhere.
std::optional<std::uint64_t> first_broken(AuditHead head, const std::vector<AuditEntry>& entries);

}  // namespace holdfast::store
