#include "server/store/audit_chain.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace holdfast::store {

namespace {

room::AuditRow row(const std::string& act) {
    return {Timestamp{std::chrono::milliseconds{5}}, MemberId{"otter"}, act, "case-1", "release"};
}

std::vector<AuditEntry> chain_of(int length) {
    std::vector<AuditEntry> entries;
    AuditHead head;
    for (int i = 0; i < length; ++i) {
        entries.push_back(next_link(head, row("act " + std::to_string(i))));
        head = {entries.back().number, entries.back().hash};
    }
    return entries;
}

}  // namespace

TEST(AuditChain, IsWholeAsItWasMade) {
    EXPECT_EQ(first_broken({}, chain_of(5)), std::nullopt);
    EXPECT_EQ(first_broken({}, {}), std::nullopt);
}

TEST(AuditChain, CanBeCheckedPageByPage) {
    const std::vector<AuditEntry> chain = chain_of(5);

    const std::vector<AuditEntry> page(chain.begin() + 2, chain.end());

    EXPECT_EQ(first_broken({chain[1].number, chain[1].hash}, page), std::nullopt);
    EXPECT_EQ(first_broken({}, page), 1u);
}

// The format is fixed: chains of older versions must still verify.
TEST(AuditChain, HasTheSameHashForEver) {
    EXPECT_EQ(
        next_link({}, row("case.opened")).hash,
        "d64d8ba48a59c5a91641dcf27a66cf96bfa4de33530bcdd12b7c63645fdf759a"
    );
}

TEST(AuditChain, ShowsTheFirstRowThatWasTamperedWith) {
    struct Damage {
        const char* name;
        std::function<void(std::vector<AuditEntry>&)> apply;
    };
    const Damage damages[] = {
        {"time", [](auto& c) { c[2].row.at += std::chrono::milliseconds{1}; }},
        {"actor", [](auto& c) { c[2].row.actor.value[0] ^= 1; }},
        {"act", [](auto& c) { c[2].row.act[0] ^= 1; }},
        {"subject", [](auto& c) { c[2].row.subject[0] ^= 1; }},
        {"detail", [](auto& c) { c[2].row.detail[0] ^= 1; }},
        {"a byte that moved to the next field",
         [](auto& c) {
             c[2].row.detail = c[2].row.subject.back() + c[2].row.detail;
             c[2].row.subject.pop_back();
         }},
        {"hash", [](auto& c) { c[2].hash[0] = c[2].hash[0] == 'a' ? 'b' : 'a'; }},
        {"number", [](auto& c) { c[2].number = 9; }},
        {"a row gone", [](auto& c) { c.erase(c.begin() + 2); }},
        {"a row twice", [](auto& c) { c.insert(c.begin() + 2, c[1]); }},
        {"rows swapped", [](auto& c) { std::swap(c[2], c[3]); }},
    };
    for (const Damage& damage : damages) {
        std::vector<AuditEntry> chain = chain_of(5);
        damage.apply(chain);
        EXPECT_EQ(first_broken({}, chain), 3u) << damage.name;
    }
}

}  // namespace holdfast::store
