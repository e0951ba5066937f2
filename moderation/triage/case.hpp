#pragma once

#include "common/clock.hpp"
#include "common/error.hpp"
#include "common/ids.hpp"
#include "common/taxonomy.hpp"
#include "moderation/assessment.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::moderation {

// What one message adds to its author's case.
struct Flag {
    MessageId message;
    RoomId room;
    Level level = Level::none;
    Category category = Category::distress;
    std::string rule;
    Timestamp at;  // when the server accepted the message: the clock starts here, never resets
    bool opens_care = false;
};
BOOST_DESCRIBE_STRUCT(Flag, (), (message, room, level, category, rule, at, opens_care))

// Work for a person: one open case a member, whatever their number of flags. A value; the store
// holds the truth and compares `version` before it writes (the fencing token of a claim).
struct Case {
    CaseId id;
    MemberId about;
    CaseState state = CaseState::offered;
    Level level = Level::none;
    Category category = Category::distress;
    std::vector<Flag> flags;  // oldest first
    Timestamp opened_at;      // the acceptance of the first flag; its age never resets
    Timestamp level_since;    // the acceptance of the flag that set the level
    std::optional<MemberId> holder;
    bool care_open = false;     // the author can see and use the care thread
    std::uint64_t version = 0;  // grows by one with every change
};
BOOST_DESCRIBE_STRUCT(
    Case,
    (),
    (id, about, state, level, category, flags, opened_at, level_since, holder, care_open, version)
)

// The room in which a case's author and its holder talk.
RoomId care_room(const CaseId&);
std::optional<CaseId> case_of_care_room(const RoomId&);

// Every change below is pure, checks that it is allowed and returns the changed case with the next
// version. A refusal says the state, who holds it, and what would be allowed.
Case open_case(CaseId, MemberId about, const Flag&);
// A later flag joins the open case and may raise it; it never lowers it.
Case merge(Case, const Flag&);
Result<Case> claim(Case, const MemberId& by);    // held_by_other names the holder in `detail`
Result<Case> release(Case, const MemberId& by);  // back to offered, at its old age
// First human words in the care thread, or a held message decided.
Result<Case> engage(Case, const MemberId& by);

}  // namespace holdfast::moderation
