#include "server/room/room.hpp"

#include "common/clock.hpp"

#include <gtest/gtest.h>

namespace holdfast::room {
namespace {

using moderation::Action;
using protocol::Decision;

const RoomId harbour{"harbour"};
const CaseId fresh_case{"case-1"};

Person person(const std::string& name, Role role = Role::member) {
    return {MemberId{name}, name, role};
}

Draft draft(const std::string& author, const std::string& text) {
    static int number = 0;
    const std::string id = std::to_string(++number);
    return {MessageId{"m" + id}, person(author), SendKey{"k" + id}, text, ManualClock{}.now()};
}

moderation::Verdict verdict(Action action, Level level = Level::none) {
    moderation::Verdict v;
    v.action = action;
    v.level = level;
    v.opens_case = level >= Level::concern;
    return v;
}

class RoomTest : public testing::Test {
protected:
    RoomTest() {
        RoomLog log;
        log.epoch.value = "epoch";
        room.emplace(harbour, log);
    }

    // Posts and takes the outcome over, as a host does once it is durable.
    Message post(const std::string& author, const std::string& text, moderation::Verdict v) {
        const Outcome outcome = room->post(draft(author, text), {}, std::move(v), fresh_case);
        room->apply(outcome);
        return outcome.messages.front();
    }
    Message deliver(const std::string& author, const std::string& text) {
        return post(author, text, verdict(Action::deliver));
    }
    Message hold(const std::string& author, const std::string& text) {
        return post(author, text, verdict(Action::hold, Level::high));
    }
    Snapshot enter(const std::string& viewer, std::optional<Seq> since = {}) const {
        return room->snapshot(MemberId{viewer}, since);
    }

    std::optional<Room> room;
    Timestamp now = ManualClock{}.now();
    Person wren = person("wren", Role::moderator);
};

TEST_F(RoomTest, NumbersVisibleMessagesWithoutHoles) {
    EXPECT_EQ(deliver("fern", "one").seq, Seq{1});
    EXPECT_EQ(hold("fern", "held").seq, std::nullopt);
    EXPECT_EQ(deliver("moss", "two").seq, Seq{2});
    EXPECT_EQ(room->last(), Seq{2});
}

TEST_F(RoomTest, ShowsAHeldMessageToItsAuthorAlone) {
    hold("fern", "held");

    EXPECT_TRUE(enter("moss").entries.empty());
    EXPECT_TRUE(enter("moss").own.empty());
    ASSERT_EQ(enter("fern").own.size(), 1u);
    EXPECT_EQ(enter("fern").own.front().text, "held");
    EXPECT_TRUE(enter("fern").own.front().shown.empty());
}

TEST_F(RoomTest, RaisesAFlagWithTheMessageThatOpensACase) {
    const Outcome outcome =
        room->post(draft("fern", "held"), {}, verdict(Action::hold, Level::imminent), fresh_case);

    ASSERT_EQ(outcome.flags.size(), 1u);
    EXPECT_EQ(outcome.flags.front().about, MemberId{"fern"});
    EXPECT_EQ(outcome.flags.front().flag.level, Level::imminent);
    EXPECT_EQ(outcome.flags.front().flag.message, outcome.messages.front().id);
}

TEST_F(RoomTest, ReleasesAHeldMessageAtTheNextPlace) {
    const Message held = hold("fern", "held");
    deliver("moss", "one");

    const auto outcome = room->decide(wren, fresh_case, held.id, Decision::release, now);

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->messages.front().state, MessageState::released);
    EXPECT_EQ(outcome->messages.front().shown, "held");
    EXPECT_EQ(outcome->messages.front().seq, Seq{2});
    ASSERT_EQ(outcome->engagements.size(), 1u);
    EXPECT_EQ(outcome->engagements.front().by, wren.id);
    EXPECT_EQ(outcome->engagements.front().decided, held.id);
    EXPECT_EQ(outcome->audit.size(), 1u);
}

TEST_F(RoomTest, ShowsNothingOfWhatIsReturnedOrWithheld) {
    for (const Decision decision : {Decision::return_, Decision::withhold}) {
        const Message held = hold("fern", "held");
        const auto outcome = room->decide(wren, fresh_case, held.id, decision, now);
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->entries.empty());
        EXPECT_TRUE(outcome->messages.front().shown.empty());
        room->apply(*outcome);
        EXPECT_TRUE(enter("moss").entries.empty());
    }
}

TEST_F(RoomTest, MasksEveryFindingWhenAModeratorSaysSo) {
    moderation::Assessment assessment;
    moderation::Finding finding;
    finding.level = Level::high;
    finding.span = {4, 9};
    moderation::Finding lowered;
    lowered.span = {10, 14};
    assessment.findings = {finding, lowered};
    const Outcome posted = room->post(
        draft("fern", "the pills here"), assessment, verdict(Action::hold, Level::high), fresh_case
    );
    room->apply(posted);

    const auto outcome =
        room->decide(wren, fresh_case, posted.messages.front().id, Decision::mask, now);

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->messages.front().shown, "the […] here");
}

TEST_F(RoomTest, KeepsPersonalDataHiddenWhenTheRestIsReleased) {
    moderation::Verdict both = verdict(Action::hold, Level::high);
    both.masked = {{0, 4}};
    const Message held = post("fern", "5551 held", both);

    const auto outcome = room->decide(wren, fresh_case, held.id, Decision::release, now);

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->messages.front().shown, "[…] held");
}

TEST_F(RoomTest, DecidesAMessageOnce) {
    const Message held = hold("fern", "held");
    room->apply(*room->decide(wren, fresh_case, held.id, Decision::release, now));

    const auto again = room->decide(wren, fresh_case, held.id, Decision::withhold, now);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::wrong_state);
}

TEST_F(RoomTest, LetsOnlyTheAuthorRetract) {
    const Message said = deliver("fern", "one");

    EXPECT_EQ(room->retract(MemberId{"moss"}, said.id, now).error().code, Errc::no_such_message);
    const auto outcome = room->retract(MemberId{"fern"}, said.id, now);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->entries.front().kind, EntryKind::taken_down);
    EXPECT_EQ(outcome->entries.front().seq, Seq{2});
    EXPECT_TRUE(outcome->messages.front().shown.empty());
}

TEST_F(RoomTest, ForgetsTheWordsOfARemovedMessageForThoseWhoComeLater) {
    const Message said = deliver("fern", "one");
    room->apply(*room->remove(wren, said.id, now));

    const Snapshot late = enter("moss");

    ASSERT_EQ(late.entries.size(), 2u);
    for (const LogEntry& entry : late.entries) {
        EXPECT_TRUE(view_for_members(entry).message.text.empty());
    }
}

TEST_F(RoomTest, ContinuesAClientFromWhereItStood) {
    for (int i = 0; i < 5; ++i)
        deliver("fern", std::to_string(i));

    const Snapshot missed = enter("moss", Seq{3});

    EXPECT_FALSE(missed.gap);
    ASSERT_EQ(missed.entries.size(), 2u);
    EXPECT_EQ(missed.entries.front().seq, Seq{4});
    EXPECT_TRUE(enter("moss", Seq{5}).entries.empty());
    EXPECT_FALSE(enter("moss", Seq{5}).gap);
}

TEST_F(RoomTest, SaysThatThereIsAGapWhenItCannotContinue) {
    for (int i = 0; i < 300; ++i)
        deliver("fern", std::to_string(i));

    EXPECT_TRUE(enter("moss", Seq{10}).gap);
    EXPECT_EQ(enter("moss", Seq{10}).entries.back().seq, Seq{300});
    EXPECT_TRUE(enter("moss", Seq{999}).gap);
}

TEST_F(RoomTest, RemembersWhatWasSentUnderAKey) {
    const Message said = deliver("fern", "one");

    ASSERT_NE(room->sent(MemberId{"fern"}, said.key), nullptr);
    EXPECT_EQ(room->sent(MemberId{"fern"}, said.key)->id, said.id);
    EXPECT_EQ(room->sent(MemberId{"moss"}, said.key), nullptr);
}

// A retry in another room than the first try is the first message, and stays in its own room.
TEST_F(RoomTest, LeavesAMessageOfAnotherRoomAlone) {
    RoomLog log;
    Message elsewhere;
    elsewhere.id.value = "m-elsewhere";
    elsewhere.room.value = "everyday";
    elsewhere.author = person("fern");
    elsewhere.key.value = "k-elsewhere";
    log.sent = {elsewhere};
    const Room other(harbour, log);

    EXPECT_NE(other.sent(MemberId{"fern"}, elsewhere.key), nullptr);
    EXPECT_TRUE(other.snapshot(MemberId{"fern"}, {}).own.empty());
    EXPECT_FALSE(other.decide(wren, fresh_case, elsewhere.id, Decision::release, now));
    EXPECT_FALSE(other.retract(MemberId{"fern"}, elsewhere.id, now));
}

TEST_F(RoomTest, NeverForgetsAHeldMessage) {
    const Message held = hold("fern", "held");
    for (int i = 0; i < 400; ++i)
        deliver("moss", std::to_string(i));
    for (int i = 0; i < 300; ++i)
        post("moss", std::to_string(i), verdict(Action::return_));

    EXPECT_TRUE(room->decide(wren, fresh_case, held.id, Decision::release, now));
    EXPECT_EQ(enter("fern").own.size(), 1u);
}

TEST_F(RoomTest, JoinsOutcomesDecidedOneAfterTheOther) {
    Outcome first = room->post(draft("fern", "a"), {}, verdict(Action::deliver), fresh_case);
    room->apply(first);
    Outcome second = room->post(draft("fern", "b"), {}, verdict(Action::deliver), fresh_case);
    merge_into(first, std::move(second));

    EXPECT_EQ(first.expected_seq, Seq{0});
    ASSERT_EQ(first.entries.size(), 2u);
    EXPECT_EQ(first.entries[1].seq, Seq{2});
}

}  // namespace
}  // namespace holdfast::room
