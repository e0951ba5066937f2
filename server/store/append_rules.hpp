#pragma once

#include "common/error.hpp"
#include "moderation/triage/case.hpp"
#include "server/room/outcome.hpp"

#include <optional>

namespace holdfast::store {

// The part of `append` that is the same for every store: pure, so that no two stores can differ.

// Whether the outcome could ever be kept: its entries go on from expected_seq without a hole.
// A refusal is `internal`, for it is a bug of the room.
Result<void> check_shape(const room::Outcome&);

// The member's case once the flag is raised: the open one with the flag in it, or a fresh one.
moderation::Case with_flag(std::optional<moderation::Case> open, const room::RaisedFlag&);

// not_holder whatever the reason: nobody engages in a case without holding it, or decides a message
// that is not of it.
Result<moderation::Case> engaged(moderation::Case, const room::Engagement&);

// Each touched case stands in the answer once, as it is in the end.
void keep_latest(room::Appended&, moderation::Case);

}  // namespace holdfast::store
