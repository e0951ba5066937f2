#include "common/permissions.hpp"

#include "common/enum_name.hpp"

#include <gtest/gtest.h>

namespace holdfast {
namespace {

TEST(Permissions, LetMembersTalkAndNothingElse) {
    for (std::size_t p = 0; p < permission_count; ++p) {
        const auto permission = static_cast<Permission>(p);
        EXPECT_EQ(allows(Role::member, permission), permission == Permission::talk);
    }
}

TEST(Permissions, NeverShowATextToOperatorsOrAuditors) {
    for (const Role role : {Role::operator_, Role::auditor}) {
        EXPECT_FALSE(allows(role, Permission::open_text));
        EXPECT_FALSE(allows(role, Permission::talk));
        EXPECT_FALSE(allows(role, Permission::decide));
    }
}

TEST(Permissions, SpellARoleWithoutTheUnderscoreOfItsKeyword) {
    EXPECT_EQ(name_of(Role::operator_), "operator");
    EXPECT_EQ(from_name<Role>("operator"), Role::operator_);
    EXPECT_FALSE(from_name<Role>("operator_"));
    EXPECT_FALSE(from_name<Role>("Moderator"));
}

}  // namespace
}  // namespace holdfast
