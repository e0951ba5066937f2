#include "common/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <type_traits>
#include <unordered_set>

namespace holdfast {
namespace {

TEST(Ids, AreNotMistakenForAnotherKind) {
    static_assert(!std::is_convertible_v<RoomId, MemberId>);
    static_assert(!std::is_convertible_v<std::string, RoomId>);
    static_assert(std::is_same_v<decltype(Seq::value), std::uint64_t>);

    EXPECT_EQ(RoomId{"a"}, RoomId{"a"});
    EXPECT_LT(Seq{9}, Seq{10});
    EXPECT_TRUE((std::unordered_set<RoomId>{{"a"}, {"b"}}.contains(RoomId{"b"})));
}

TEST(Ids, Are32CharactersThatDoNotRepeat) {
    RandomIds ids;
    std::set<std::string> seen;
    for (int times = 0; times < 10'000; ++times) {
        const std::string id = ids.next();
        ASSERT_EQ(id.size(), 32u);
        ASSERT_TRUE(std::all_of(id.begin(), id.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
        })) << id;
        ASSERT_TRUE(seen.insert(id).second) << id;
    }
}

// A generator that left bits at zero would still give ids that differ.
TEST(Ids, UseEveryCharacterAtEveryPlace) {
    RandomIds ids;
    std::set<char> seen[32];
    for (int times = 0; times < 2'000; ++times) {
        const std::string id = ids.next();
        for (std::size_t place = 0; place < id.size(); ++place)
            seen[place].insert(id[place]);
    }
    for (const std::set<char>& characters : seen)
        EXPECT_EQ(characters.size(), 32u);
}

TEST(Ids, CountInTests) {
    CountingIds ids;
    EXPECT_EQ(ids.next(), "id-1");
    EXPECT_EQ(ids.next(), "id-2");
}

}  // namespace
}  // namespace holdfast
