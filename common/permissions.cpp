#include "common/permissions.hpp"

#include <array>

namespace holdfast {

namespace {

using enum Permission;

struct Grant {
    Permission permission;
    // One flag a role, in the order of the enumeration.
    std::array<bool, role_count> roles;
};

// clang-format off
constexpr std::array<Grant, permission_count> grants{{
    //              member peer_s. facil. moder. senior c_lead safeg. operat auditor
    {talk,         {true,  true,   true,  true,  true,  true,  true,  false, false}},
    {enter_closed, {false, true,   true,  true,  true,  true,  true,  false, false}},
    {see_queue,    {false, false,  true,  true,  true,  true,  true,  false, true }},
    {open_text,    {false, false,  false, true,  true,  true,  true,  false, false}},
    {claim,        {false, false,  false, true,  true,  true,  true,  false, false}},
    {decide,       {false, false,  false, true,  true,  true,  true,  false, false}},
    {remove,       {false, false,  true,  true,  true,  true,  true,  false, false}},
    {see_audit,    {false, false,  false, false, false, true,  true,  true,  true }},
    {run_server,   {false, false,  false, false, false, false, false, true,  false}},
}};
// clang-format on

constexpr bool rows_follow_the_enumeration() {
    for (std::size_t i = 0; i < grants.size(); ++i) {
        if (static_cast<std::size_t>(grants[i].permission) != i) return false;
    }
    return true;
}
static_assert(rows_follow_the_enumeration());

}  // namespace

bool allows(Role role, Permission permission) {
    return grants[static_cast<std::size_t>(permission)].roles[static_cast<std::size_t>(role)];
}

}  // namespace holdfast
