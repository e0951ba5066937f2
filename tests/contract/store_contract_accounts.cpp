#include "server/store/audit_chain.hpp"
#include "tests/contract/store_contract.hpp"

#include <atomic>
#include <thread>

namespace holdfast::store {

using Strings = std::vector<std::string>;

TEST_P(StoreContract, KeepsAccounts) {
    const Account fern = account("fern");
    const Account otter = account("otter", Role::moderator);
    const Account heron = account("heron", Role::clinical_lead);
    for (const Account& each : {fern, otter, heron})
        ASSERT_TRUE(now.add_account(each));

    const auto some = now.accounts({otter.person.id, MemberId{"nobody"}, fern.person.id});
    EXPECT_EQ(shown(*some), (Strings{shown(otter), shown(fern)}));
    EXPECT_EQ(shown(*now.staff()), (Strings{shown(heron), shown(otter)}));
    EXPECT_EQ(shown(now.staff_named("otter")->value()), shown(otter));
    EXPECT_FALSE(now.staff_named("fern")->has_value());
}

TEST_P(StoreContract, RefusesASecondAccountWithTheSameIdOrStaffName) {
    ASSERT_TRUE(now.add_account(account("otter", Role::moderator)));
    Account same_name = account("otter", Role::senior);
    same_name.person.id = MemberId{"another"};
    Account member = account("otter");
    member.person.id = MemberId{"a member"};

    EXPECT_EQ(now.add_account(account("otter")).error().code, Errc::conflict);
    EXPECT_EQ(now.add_account(same_name).error().code, Errc::conflict);
    EXPECT_TRUE(now.add_account(member));
}

TEST_P(StoreContract, KnowsASessionUntilItRunsOutOrEnds) {
    const Account fern = account("fern");
    ASSERT_TRUE(now.add_account(fern, session_of("fern", "digest-1", 0, 100)));
    const Digest token{"digest-1"};

    EXPECT_EQ(shown(*now.session(token, at(99))), shown(fern));
    EXPECT_EQ(now.session(token, at(100)).error().code, Errc::bad_token);
    EXPECT_EQ(now.session(Digest{"digest-2"}, at(1)).error().code, Errc::bad_token);
    ASSERT_TRUE(now.end_session(token));
    EXPECT_EQ(now.session(token, at(1)).error().code, Errc::bad_token);
    EXPECT_TRUE(now.end_session(token));
}

TEST_P(StoreContract, KeepsNoAccountWhoseSessionIsRefused) {
    ASSERT_TRUE(now.add_account(account("fern"), session_of("fern", "digest-1", 0, 100)));

    EXPECT_EQ(
        now.add_account(account("wren"), session_of("wren", "digest-1", 0, 100)).error().code,
        Errc::conflict
    );
    EXPECT_EQ(
        now.add_account(account("wren"), session_of("fern", "digest-2", 0, 100)).error().code,
        Errc::internal
    );
    EXPECT_TRUE(now.accounts({MemberId{"wren"}})->empty());
}

TEST_P(StoreContract, OpensASessionForASignInCodeOnce) {
    const Account otter = account("otter", Role::moderator);
    ASSERT_TRUE(now.add_account(otter));
    const Digest code{"digest of a code"};
    ASSERT_TRUE(now.add_sign_in_code({code, otter.person.id, at(100)}, audit_row("code.given")));
    SessionRow opened = session_of("", "digest-1", 5, 500);

    EXPECT_EQ(shown(*now.redeem_sign_in_code(code, opened, at(5))), shown(otter));

    EXPECT_EQ(shown(*now.session(Digest{"digest-1"}, at(6))), shown(otter));
    opened.token = Digest{"digest-2"};
    EXPECT_EQ(now.redeem_sign_in_code(code, opened, at(6)).error().code, Errc::bad_token);
    EXPECT_EQ(now.session(Digest{"digest-2"}, at(6)).error().code, Errc::bad_token);
    EXPECT_EQ(now.audit_since(0, 10)->size(), 1u);
}

TEST_P(StoreContract, RefusesASignInCodeThatRanOutOrHasNoAccount) {
    ASSERT_TRUE(now.add_account(account("otter", Role::moderator)));
    const Digest code{"digest of a code"};
    const SessionRow opened = session_of("", "digest-1", 100, 500);
    ASSERT_TRUE(now.add_sign_in_code({code, MemberId{"otter"}, at(100)}, audit_row("code.given")));

    EXPECT_EQ(now.redeem_sign_in_code(code, opened, at(100)).error().code, Errc::bad_token);
    EXPECT_EQ(
        now.redeem_sign_in_code(Digest{"never given"}, opened, at(1)).error().code, Errc::bad_token
    );
    EXPECT_EQ(
        now.add_sign_in_code({Digest{"c"}, MemberId{"nobody"}, at(9)}, audit_row("code.given"))
            .error()
            .code,
        Errc::internal
    );
    EXPECT_EQ(now.audit_since(0, 10)->size(), 1u);
}

TEST_P(StoreContract, LetsOneOfManyRacingUsesOfACodeWin) {
    ASSERT_TRUE(now.add_account(account("otter", Role::moderator)));
    const Digest code{"digest of a code"};
    ASSERT_TRUE(now.add_sign_in_code({code, MemberId{"otter"}, at(100)}, audit_row("code.given")));
    std::atomic<int> won = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> browsers;
    for (int i = 0; i < 20; ++i) {
        browsers.emplace_back([&, i] {
            const SessionRow opened = session_of("", "digest-" + std::to_string(i), 1, 500);
            const Result<Account> account = now.redeem_sign_in_code(code, opened, at(1));
            if (account) ++won;
            if (!account && account.error().code == Errc::bad_token) ++refused;
        });
    }
    for (std::thread& browser : browsers)
        browser.join();

    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, 19);
}

TEST_P(StoreContract, ChainsEveryAuditRow) {
    room::Outcome decided = outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)});
    decided.audit = {audit_row("message.decided", 1), audit_row("case.engaged", 2)};
    ASSERT_TRUE(now.audit(audit_row("staff.added", 0)));
    ASSERT_TRUE(now.append(decided));
    ASSERT_TRUE(now.audit(audit_row("staff.removed", 3)));

    const auto chain = now.audit_since(0, 10);

    ASSERT_TRUE(chain);
    AuditHead head;
    Strings expected;
    int second = 0;
    for (const char* act : {"staff.added", "message.decided", "case.engaged", "staff.removed"}) {
        const AuditEntry link = next_link(head, audit_row(act, second++));
        head = {link.number, link.hash};
        expected.push_back(shown(link));
    }
    EXPECT_EQ(shown(*chain), expected);
    EXPECT_EQ(first_broken({}, *chain), std::nullopt);
    EXPECT_EQ(shown(*now.audit_since(1, 2)), (Strings{expected[1], expected[2]}));
    EXPECT_TRUE(now.audit_since(4, 2)->empty());
}

TEST_P(StoreContract, KeepsTheChainWholeUnderManyWriters) {
    constexpr int writers = 8;
    constexpr int rows = 25;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([&] {
            for (int row = 0; row < rows; ++row)
                (void)now.audit(audit_row("note", row));
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    const auto chain = now.audit_since(0, 1000);
    EXPECT_EQ(chain->size(), static_cast<std::size_t>(writers * rows));
    EXPECT_EQ(first_broken({}, *chain), std::nullopt);
}

TEST_P(StoreContract, AnswersAProbe) {
    EXPECT_TRUE(now.probe());
    EXPECT_TRUE(now.probe());
}

}  // namespace holdfast::store
