#include "moderation/triage/case.hpp"

#include <gtest/gtest.h>

namespace holdfast::moderation {
namespace {

const MemberId otter{"otter"};
const MemberId heron{"heron"};

Flag flag(Level level, int second, Category category = Category::suicide) {
    Flag f;
    f.message = MessageId{"m" + std::to_string(second)};
    f.room = RoomId{"harbour"};
    f.level = level;
    f.category = category;
    f.at = Timestamp{std::chrono::seconds(second)};
    f.opens_care = level == Level::imminent;
    return f;
}

Case opened(Level level = Level::concern) {
    return open_case(CaseId{"c1"}, MemberId{"fern"}, flag(level, 10));
}

TEST(Case, OpensWithItsFlagAndTheFlagsTime) {
    const Case c = opened(Level::imminent);

    EXPECT_EQ(c.state, CaseState::offered);
    EXPECT_EQ(c.level, Level::imminent);
    EXPECT_EQ(c.opened_at, flag(Level::imminent, 10).at);
    EXPECT_TRUE(c.care_open);
    EXPECT_EQ(c.version, 1u);
}

TEST(Case, IsRaisedByAWorseFlagAndNeverLowered) {
    const Case raised = merge(opened(), flag(Level::imminent, 20, Category::abuse));
    const Case after = merge(raised, flag(Level::concern, 30));

    EXPECT_EQ(raised.level, Level::imminent);
    EXPECT_EQ(raised.category, Category::abuse);
    EXPECT_EQ(raised.level_since, flag(Level::imminent, 20).at);
    EXPECT_EQ(raised.opened_at, opened().opened_at);
    EXPECT_TRUE(raised.care_open);
    EXPECT_EQ(after.level, Level::imminent);
    EXPECT_EQ(after.level_since, raised.level_since);
    EXPECT_EQ(after.flags.size(), 3u);
    EXPECT_EQ(after.version, 3u);
}

TEST(Case, HasOneHolderAndTellsTheLoserWho) {
    const Case held = claim(opened(), otter).value();

    const auto lost = claim(held, heron);

    EXPECT_EQ(held.state, CaseState::claimed);
    EXPECT_EQ(held.version, 2u);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::held_by_other);
    EXPECT_EQ(lost.error().detail, "otter");
}

TEST(Case, TakesASecondClaimOfItsHolderForTheFirst) {
    const Case held = claim(opened(), otter).value();

    EXPECT_EQ(claim(held, otter)->version, held.version);
}

TEST(Case, GoesBackToTheQueueAtItsOldAge) {
    const Case back = release(claim(opened(), otter).value(), otter).value();

    EXPECT_EQ(back.state, CaseState::offered);
    EXPECT_FALSE(back.holder);
    EXPECT_EQ(back.opened_at, opened().opened_at);
    EXPECT_EQ(back.version, 3u);
}

TEST(Case, IsEngagedByItsHolderOnly) {
    const Case held = claim(opened(), otter).value();

    EXPECT_EQ(engage(held, heron).error().code, Errc::not_holder);
    EXPECT_EQ(engage(opened(), otter).error().code, Errc::wrong_state);
    EXPECT_EQ(release(held, heron).error().code, Errc::not_holder);
    const Case engaged = engage(held, otter).value();
    EXPECT_EQ(engaged.state, CaseState::engaged);
    EXPECT_TRUE(engaged.care_open);
    EXPECT_EQ(engage(engaged, otter)->version, engaged.version);
}

TEST(Case, CannotBeClaimedOnceClosed) {
    Case closed = opened();
    closed.state = CaseState::closed;

    EXPECT_EQ(claim(closed, otter).error().code, Errc::wrong_state);
}

TEST(Case, KnowsItsCareRoom) {
    EXPECT_EQ(case_of_care_room(care_room(CaseId{"c1"})), CaseId{"c1"});
    EXPECT_FALSE(case_of_care_room(RoomId{"harbour"}));
}

}  // namespace
}  // namespace holdfast::moderation
