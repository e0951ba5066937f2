#include "tests/contract/store_contract.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace holdfast::store {

using moderation::Case;
using Strings = std::vector<std::string>;

namespace {

room::Outcome flagged(const room::Message& m, Level level) {
    room::Outcome result = outcome(m.room, Seq{0}, {held(m)});
    result.flags = {flag(m, level)};
    return result;
}

Store::CaseChange claimed_by(const std::string& name) {
    return [name](Case c) { return moderation::claim(std::move(c), MemberId{name}); };
}

Result<Case> closed(Case c) {
    c.state = CaseState::closed;
    ++c.version;
    return c;
}

}  // namespace

TEST_P(StoreContract, OpensACaseWithTheMessageThatRaisesIt) {
    const room::Message m = message(harbour, "fern", "k1", 1);

    const Result<room::Appended> appended = now.append(flagged(m, Level::imminent));

    const Case expected =
        moderation::open_case(CaseId{"case of k1"}, m.author.id, flag(m, Level::imminent).flag);
    ASSERT_TRUE(appended);
    EXPECT_EQ(shown(appended->cases), (Strings{shown(expected)}));
    EXPECT_EQ(shown(*now.open_cases()), (Strings{shown(expected)}));
    EXPECT_EQ(shown(now.open_case_of(m.author.id)->value()), shown(expected));
    EXPECT_EQ(shown(*now.read_case(expected.id)), shown(expected));
    EXPECT_FALSE(now.open_case_of(MemberId{"wren"})->has_value());
    EXPECT_EQ(now.read_case(CaseId{"none"}).error().code, Errc::no_such_case);
}

TEST_P(StoreContract, JoinsLaterFlagsOfAMemberToItsOpenCase) {
    const room::Message first = message(harbour, "fern", "k1", 1);
    const room::Message second = message(steps, "fern", "k2", 2);
    const room::Message third = message(harbour, "fern", "k3", 3);
    ASSERT_TRUE(now.append(flagged(first, Level::concern)));
    ASSERT_TRUE(now.append(flagged(second, Level::imminent)));

    const Result<room::Appended> appended = now.append(flagged(third, Level::high));

    Case expected = moderation::open_case(
        CaseId{"case of k1"}, MemberId{"fern"}, flag(first, Level::concern).flag
    );
    expected = moderation::merge(expected, flag(second, Level::imminent).flag);
    expected = moderation::merge(expected, flag(third, Level::high).flag);
    EXPECT_EQ(shown(appended->cases), (Strings{shown(expected)}));
    EXPECT_EQ(shown(*now.open_cases()), (Strings{shown(expected)}));
}

TEST_P(StoreContract, TellsEachTouchedCaseOnce) {
    const room::Message a = message(harbour, "fern", "k1", 1);
    const room::Message b = message(harbour, "fern", "k2", 2);
    const room::Message c = message(harbour, "wren", "k3", 3);
    room::Outcome all = outcome(harbour, Seq{0}, {held(a), held(b), held(c)});
    all.flags = {flag(a), flag(b), flag(c)};

    const Result<room::Appended> appended = now.append(all);

    ASSERT_TRUE(appended);
    ASSERT_EQ(appended->cases.size(), 2u);
    EXPECT_EQ(appended->cases[0].flags.size(), 2u);
    EXPECT_EQ(appended->cases[1].about, MemberId{"wren"});
}

TEST_P(StoreContract, OpensAFreshCaseOnceTheOldOneIsClosed) {
    ASSERT_TRUE(now.append(flagged(message(harbour, "fern", "k1", 1), Level::high)));
    ASSERT_TRUE(now.change_case(CaseId{"case of k1"}, closed, audit_row("case.closed")));
    EXPECT_TRUE(now.open_cases()->empty());

    ASSERT_TRUE(now.append(flagged(message(harbour, "fern", "k2", 2), Level::high)));

    EXPECT_EQ(now.open_case_of(MemberId{"fern"})->value().id, CaseId{"case of k2"});
    EXPECT_EQ(now.read_case(CaseId{"case of k1"})->state, CaseState::closed);
}

TEST_P(StoreContract, EngagesForTheHolder) {
    ASSERT_TRUE(now.append(flagged(message(harbour, "fern", "k1", 1), Level::high)));
    const CaseId id{"case of k1"};
    ASSERT_TRUE(now.change_case(id, claimed_by("otter"), audit_row("case.claimed")));
    room::Outcome words = outcome(moderation::care_room(id), Seq{0}, {});
    words.engagements = {{id, MemberId{"otter"}, {}}};

    const Result<room::Appended> appended = now.append(words);

    ASSERT_TRUE(appended);
    ASSERT_EQ(appended->cases.size(), 1u);
    EXPECT_EQ(appended->cases[0].state, CaseState::engaged);
    EXPECT_EQ(shown(*now.read_case(id)), shown(appended->cases[0]));
}

TEST_P(StoreContract, RefusesAWholeOutcomeEngagedByNobodysHolder) {
    ASSERT_TRUE(now.append(flagged(message(harbour, "fern", "k1", 1), Level::high)));
    const CaseId id{"case of k1"};
    const RoomId care = moderation::care_room(id);
    const room::Message words = message(care, "heron", "k2", 2);
    room::Outcome engages = outcome(care, Seq{0}, {words});
    engages.flags = {flag(message(care, "fern", "k3", 3))};
    engages.engagements = {{id, MemberId{"heron"}, {}}};
    engages.audit = {audit_row("case.engaged")};

    const auto unheld = now.append(engages);
    ASSERT_TRUE(now.change_case(id, claimed_by("otter"), audit_row("case.claimed")));
    const auto held_by_another = now.append(engages);

    EXPECT_EQ(unheld.error().code, Errc::not_holder);
    EXPECT_EQ(held_by_another.error().code, Errc::not_holder);
    const Result<RoomLog> log = now.load_room(care, {{words.author.id, words.key}});
    EXPECT_EQ(log->last, Seq{0});
    EXPECT_TRUE(log->sent.empty());
    EXPECT_EQ(now.read_case(id)->flags.size(), 1u);
    EXPECT_EQ(now.audit_since(0, 10)->size(), 1u);
    engages.engagements = {{CaseId{"none"}, MemberId{"otter"}, {}}};
    EXPECT_EQ(now.append(engages).error().code, Errc::no_such_case);
}

// Holding one case must not be a key to every held message: a moderator could decide what another
// person holds, by naming their own case.
TEST_P(StoreContract, RefusesADecisionOnAMessageOfAnotherCase) {
    const room::Message ferns = message(harbour, "fern", "k1", 1);
    const room::Message mosses = message(harbour, "moss", "k2", 2);
    ASSERT_TRUE(now.append(flagged(ferns, Level::high)));
    ASSERT_TRUE(now.append(flagged(mosses, Level::high)));
    const CaseId held{"case of k1"};
    ASSERT_TRUE(now.change_case(held, claimed_by("otter"), audit_row("case.claimed")));
    room::Outcome decided = outcome(moderation::care_room(held), Seq{0}, {});

    decided.engagements = {{held, MemberId{"otter"}, mosses.id}};
    EXPECT_EQ(now.append(decided).error().code, Errc::not_holder);
    EXPECT_EQ(now.read_case(held)->state, CaseState::claimed);
    decided.engagements = {{held, MemberId{"otter"}, ferns.id}};
    EXPECT_TRUE(now.append(decided));
}

TEST_P(StoreContract, GivesEachOfManyRacingClaimsOneWinner) {
    constexpr int cases = 20;
    constexpr int claims = 10;
    for (int i = 0; i < cases; ++i) {
        const std::string n = std::to_string(i);
        ASSERT_TRUE(now.append(flagged(message(harbour, "member" + n, "k" + n, i), Level::high)));
    }
    std::atomic<int> won = 0;
    std::atomic<int> told = 0;
    std::vector<std::thread> moderators;
    for (int i = 0; i < cases * claims; ++i) {
        moderators.emplace_back([&, i] {
            const CaseId id{"case of k" + std::to_string(i / claims)};
            const std::string name = "moderator" + std::to_string(i % claims);
            const auto claim = now.change_case(id, claimed_by(name), audit_row("case.claimed"));
            if (claim && claim->holder == MemberId{name}) ++won;
            if (!claim && claim.error().code == Errc::held_by_other) {
                // The loser learns who holds it, and that is true.
                if (now.read_case(id)->holder == MemberId{claim.error().detail}) ++told;
            }
        });
    }
    for (std::thread& moderator : moderators)
        moderator.join();

    EXPECT_EQ(won, cases);
    EXPECT_EQ(told, cases * (claims - 1));
    EXPECT_EQ(now.audit_since(0, 1000)->size(), static_cast<std::size_t>(cases));
}

TEST_P(StoreContract, KeepsARefusedChangeOutOfTheCaseAndTheChain) {
    ASSERT_TRUE(now.append(flagged(message(harbour, "fern", "k1", 1), Level::high)));
    const CaseId id{"case of k1"};
    const std::string before = shown(*now.read_case(id));

    const auto refused = now.change_case(
        id, [](const Case&) { return Error{Errc::wrong_state, "no"}; }, audit_row("case.closed")
    );
    const auto unknown = now.change_case(CaseId{"none"}, closed, audit_row("case.closed"));

    EXPECT_EQ(refused.error().code, Errc::wrong_state);
    EXPECT_EQ(unknown.error().code, Errc::no_such_case);
    EXPECT_EQ(shown(*now.read_case(id)), before);
    EXPECT_TRUE(now.audit_since(0, 10)->empty());
}

TEST_P(StoreContract, OpensACaseFileWithTenMessagesOnEitherSideAndAuditsIt) {
    // By acceptance: k0 .. k29 one second apart, appended newest first; another room in between.
    std::vector<room::Message> messages;
    for (int i = 29; i >= 0; --i) {
        const room::Message m = message(harbour, "wren", "k" + std::to_string(i), i);
        messages.push_back(i % 2 == 0 ? m : held(m));
    }
    room::Message early = message(harbour, "fern", "early", 2);
    room::Message middle = message(harbour, "fern", "middle", 15);
    messages.push_back(held(early));
    messages.push_back(held(middle));
    room::Outcome all = outcome(harbour, Seq{0}, messages);
    all.flags = {flag(early), flag(middle), flag(message(harbour, "fern", "never kept", 16))};
    ASSERT_TRUE(now.append(outcome(steps, Seq{0}, {message(steps, "wren", "elsewhere", 15)})));
    ASSERT_TRUE(now.append(all));

    const auto file = now.open_case_file(CaseId{"case of early"}, audit_row("case.read", 50));

    ASSERT_TRUE(file);
    EXPECT_EQ(file->summary.flags.size(), 3u);
    ASSERT_EQ(file->messages.size(), 2u);
    EXPECT_EQ(shown(file->messages[0].message), shown(held(early)));
    const Strings before_early{"message of k0", "message of k1", "message of k2"};
    EXPECT_EQ(ids(file->messages[0].before), before_early);
    EXPECT_EQ(ids(file->messages[0].after).front(), "message of k3");
    EXPECT_EQ(file->messages[0].after.size(), Store::context_size);
    EXPECT_EQ(ids(file->messages[1].before).front(), "message of k6");
    EXPECT_EQ(ids(file->messages[1].before).back(), "message of k15");
    EXPECT_EQ(file->messages[1].before.size(), Store::context_size);
    EXPECT_EQ(ids(file->messages[1].after).front(), "message of k16");
    EXPECT_EQ(ids(file->messages[1].after).back(), "message of k25");
    const auto chain = now.audit_since(0, 10);
    ASSERT_EQ(chain->size(), 1u);
    EXPECT_EQ(chain->front().row.act, "case.read");
    EXPECT_EQ(
        now.open_case_file(CaseId{"none"}, audit_row("case.read")).error().code, Errc::no_such_case
    );
    EXPECT_EQ(now.audit_since(0, 10)->size(), 1u);
}

}  // namespace holdfast::store
