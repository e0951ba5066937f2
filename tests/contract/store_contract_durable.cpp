#include "server/store/audit_chain.hpp"
#include "tests/contract/store_contract.hpp"

namespace holdfast::store {

TEST_P(StoreContract, FindsEverythingWhenOpenedAgain) {
    if (!home->is_durable()) GTEST_SKIP() << "forgets, and says so";
    const room::Message m = message(harbour, "fern", "k1", 1);
    const room::Message waiting = held(message(harbour, "fern", "k2", 2));
    room::Outcome both = outcome(harbour, Seq{0}, {m, waiting});
    both.flags = {flag(waiting)};
    both.audit = {audit_row("case.opened")};
    const Epoch epoch = now.load_room(harbour)->epoch;
    ASSERT_TRUE(now.append(both));
    ASSERT_TRUE(now.add_account(account("fern"), session_of("fern", "digest-1", 0, 100)));
    ASSERT_TRUE(now.add_account(account("otter", Role::moderator)));
    ASSERT_TRUE(now.add_sign_in_code(
        {Digest{"code"}, MemberId{"otter"}, at(100)}, audit_row("code.given", 1)
    ));
    const std::string before = shown(*now.read_case(CaseId{"case of k2"}));

    store.reset();
    store = home->open();
    Blocking again(*store);

    const Result<RoomLog> log = again.load_room(harbour);
    ASSERT_TRUE(log);
    EXPECT_EQ(log->epoch, epoch);
    EXPECT_EQ(log->last, Seq{1});
    EXPECT_EQ(ids(log->unseen), (std::vector<std::string>{"message of k2"}));
    EXPECT_EQ(shown(*again.read_case(CaseId{"case of k2"})), before);
    EXPECT_TRUE(again.session(Digest{"digest-1"}, at(1)));
    EXPECT_EQ(again.audit_since(0, 10)->size(), 2u);
    EXPECT_TRUE(again.redeem_sign_in_code(Digest{"code"}, session_of("", "t", 1, 9), at(1)));
}

TEST_P(StoreContract, AnswersWhatWasAskedBeforeItGoesDown) {
    std::vector<Answer<room::Appended>> appended(50);
    std::vector<Answer<std::vector<room::LogEntry>>> read(50);
    for (std::size_t i = 0; i < appended.size(); ++i) {
        const std::string key = "k" + std::to_string(i);
        store->append(
            outcome(harbour, Seq{i}, {message(harbour, "fern", key, 1)}), appended[i].done()
        );
        store->log_since(harbour, Seq{0}, 100, read[i].done());
    }

    store.reset();

    for (std::size_t i = 0; i < appended.size(); ++i) {
        EXPECT_TRUE(appended[i].get());
        EXPECT_GE(read[i].get()->size(), i + 1);
    }
}

// Two stores on one place, as the server and holdfastctl have.
TEST_P(StoreContract, SharesItsPlaceWithASecondStore) {
    if (!home->is_durable()) GTEST_SKIP() << "has no place to share";
    const std::unique_ptr<Store> second = home->open();
    Blocking other(*second);
    const std::string epoch = now.load_room(harbour)->epoch.value;
    EXPECT_EQ(other.load_room(harbour)->epoch.value, epoch);

    constexpr std::size_t rows = 40;
    std::vector<Answer<Nothing>> noted(2 * rows);
    for (std::size_t i = 0; i < rows; ++i) {
        store->audit(audit_row("note"), noted[2 * i].done());
        second->audit(audit_row("note"), noted[2 * i + 1].done());
    }
    for (Answer<Nothing>& answer : noted)
        ASSERT_TRUE(answer.get());
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)})));
    const auto late = other.append(outcome(harbour, Seq{0}, {message(harbour, "wren", "k2", 2)}));

    EXPECT_EQ(late.error().code, Errc::conflict);
    EXPECT_EQ(other.load_room(harbour)->last, Seq{1});
    const auto chain = other.audit_since(0, 1000);
    EXPECT_EQ(chain->size(), 2 * rows);
    for (std::size_t i = 0; i < chain->size(); ++i)
        EXPECT_EQ((*chain)[i].number, i + 1);
}

}  // namespace holdfast::store
