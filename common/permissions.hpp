#pragma once

#include <boost/describe/enum.hpp>

#include <cstddef>
#include <cstdint>

namespace holdfast {

// The roles of a community. One person has one role; staff are every role but `member`.
enum class Role : std::uint8_t {
    member,
    peer_supporter,
    facilitator,
    moderator,
    senior,
    clinical_lead,
    safeguarding,
    operator_,
    auditor,
};
BOOST_DESCRIBE_ENUM(
    Role,
    member,
    peer_supporter,
    facilitator,
    moderator,
    senior,
    clinical_lead,
    safeguarding,
    operator_,
    auditor
)

// What a command or an endpoint asks of the role. Each is checked in one place, on the server.
enum class Permission : std::uint8_t {
    talk,          // join open rooms, say, retract one's own, read history
    enter_closed,  // join rooms that are not open to every member
    see_queue,     // the list of cases: level, age, holder; never a text
    open_text,     // the text behind a case, with its context; each opening is audited
    claim,         // hold a case, write in its care thread
    decide,        // release, mask, return or withhold a held message
    remove,        // take down a message that members can see
    see_audit,     // the audit chain; without texts
    run_server,    // accounts, rooms, config; never a text
};
BOOST_DESCRIBE_ENUM(
    Permission,
    talk,
    enter_closed,
    see_queue,
    open_text,
    claim,
    decide,
    remove,
    see_audit,
    run_server
)

inline constexpr std::size_t role_count = 9;
inline constexpr std::size_t permission_count = 9;

// The permission table: the only place that says which role may do what. WebSocket and HTTP both
// ask it; `holdfastctl roles` prints it.
bool allows(Role, Permission);

inline bool is_staff(Role role) {
    return role != Role::member;
}

}  // namespace holdfast
