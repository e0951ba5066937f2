#include "tests/contract/store_contract.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <thread>

namespace holdfast::store {

using Strings = std::vector<std::string>;

TEST_P(StoreContract, KeepsEveryFieldOfAMessage) {
    const room::Message unusual = unusual_message(harbour);

    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {unusual})));

    const Result<RoomLog> log = now.load_room(harbour);
    ASSERT_TRUE(log);
    ASSERT_EQ(log->tail.size(), 1u);
    EXPECT_EQ(shown(log->tail[0].message), shown(unusual));
    EXPECT_EQ(log->tail[0].kind, room::EntryKind::posted);
    EXPECT_EQ(log->last, Seq{1});
}

TEST_P(StoreContract, GivesARoomOneEpochForGood) {
    const Result<RoomLog> first = now.load_room(harbour);
    const Result<RoomLog> again = now.load_room(harbour);
    const Result<RoomLog> other = now.load_room(steps);

    ASSERT_TRUE(first && again && other);
    EXPECT_FALSE(first->epoch.value.empty());
    EXPECT_EQ(first->epoch, again->epoch);
    EXPECT_NE(first->epoch, other->epoch);
    EXPECT_EQ(first->last, Seq{0});
}

TEST_P(StoreContract, NumbersARoomDenselyAndRoomsApart) {
    ASSERT_TRUE(now.append(outcome(
        harbour, Seq{0}, {message(harbour, "fern", "k1", 1), message(harbour, "fern", "k2", 2)}
    )));
    ASSERT_TRUE(now.append(outcome(harbour, Seq{2}, {message(harbour, "wren", "k3", 3)})));
    ASSERT_TRUE(now.append(outcome(steps, Seq{0}, {message(steps, "wren", "k4", 4)})));

    EXPECT_EQ(seqs(now.load_room(harbour)->tail), (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(seqs(now.load_room(steps)->tail), (std::vector<std::uint64_t>{1}));
}

TEST_P(StoreContract, RefusesAnOutcomeDecidedOnAnOlderLog) {
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)})));
    room::Outcome late = outcome(harbour, Seq{0}, {message(harbour, "wren", "k2", 2)});
    late.flags = {flag(late.messages[0])};
    late.audit = {audit_row("case.opened")};

    const Result<room::Appended> refused = now.append(late);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    const Result<RoomLog> log = now.load_room(harbour, {{MemberId{"wren"}, SendKey{"k2"}}});
    EXPECT_EQ(log->last, Seq{1});
    EXPECT_TRUE(log->sent.empty());
    EXPECT_TRUE(now.open_cases()->empty());
    EXPECT_TRUE(now.audit_since(0, 10)->empty());
}

TEST_P(StoreContract, RefusesAHeldMessageDecidedOnAnOlderLog) {
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)})));

    const auto refused =
        now.append(outcome(harbour, Seq{0}, {held(message(harbour, "wren", "k2", 2))}));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
}

TEST_P(StoreContract, RefusesEntriesWithAHole) {
    room::Outcome holed = outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)});
    holed.entries[0].seq = Seq{2};

    EXPECT_EQ(now.append(holed).error().code, Errc::internal);
    EXPECT_EQ(now.load_room(harbour)->last, Seq{0});
}

TEST_P(StoreContract, RefusesAnEntryWithoutItsMessage) {
    room::Outcome empty = outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)});
    empty.messages.clear();

    EXPECT_EQ(now.append(empty).error().code, Errc::internal);
    EXPECT_EQ(now.load_room(harbour)->last, Seq{0});
}

TEST_P(StoreContract, LetsOneOfTwoRacingWritersWin) {
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
        const Seq expected{static_cast<std::uint64_t>(round)};
        std::atomic<int> won = 0;
        std::atomic<int> conflicts = 0;
        std::vector<std::thread> writers;
        for (const char* author : {"fern", "wren"}) {
            writers.emplace_back([&, author] {
                const std::string key = std::string(author) + std::to_string(round);
                const auto appended =
                    now.append(outcome(harbour, expected, {message(harbour, author, key, round)}));
                if (appended) ++won;
                if (!appended && appended.error().code == Errc::conflict) ++conflicts;
            });
        }
        for (std::thread& writer : writers)
            writer.join();

        ASSERT_EQ(won, 1);
        ASSERT_EQ(conflicts, 1);
    }
    EXPECT_EQ(now.load_room(harbour)->last, Seq{rounds});
}

// The client that lost the acknowledgement sends again; the room must find what it sent.
TEST_P(StoreContract, RefusesASecondMessageWithTheSameKeyAndFindsTheFirst) {
    const room::Message first = message(harbour, "fern", "k1", 1);
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {first})));
    room::Message second = message(harbour, "fern", "k1", 2);
    second.id = MessageId{"another"};

    EXPECT_EQ(now.append(outcome(harbour, Seq{1}, {second})).error().code, Errc::conflict);
    second.room = steps;
    EXPECT_EQ(now.append(outcome(steps, Seq{0}, {second})).error().code, Errc::conflict);

    const SentKey key{MemberId{"fern"}, SendKey{"k1"}};
    const SentKey never{MemberId{"wren"}, SendKey{"k1"}};
    EXPECT_EQ(ids(now.load_room(harbour, {key, never})->sent), (Strings{first.id.value}));
    EXPECT_EQ(ids(now.load_room(steps, {key})->sent), (Strings{first.id.value}));
}

TEST_P(StoreContract, RefusesTwoMessagesWithOneKeyInOneOutcome) {
    room::Message second = message(harbour, "fern", "k1", 2);
    second.id = MessageId{"another"};

    const auto refused =
        now.append(outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1), second}));

    EXPECT_EQ(refused.error().code, Errc::conflict);
}

TEST_P(StoreContract, LoadsWhatNoEntryShows) {
    room::Message returned = held(message(harbour, "fern", "k2", 2));
    returned.state = room::MessageState::returned;
    room::Message dropped = held(message(harbour, "fern", "k3", 3));
    dropped.state = room::MessageState::dropped;
    const room::Message waiting = held(message(harbour, "fern", "k1", 1));

    ASSERT_TRUE(now.append(
        outcome(harbour, Seq{0}, {returned, dropped, waiting, message(harbour, "wren", "k4", 4)})
    ));
    ASSERT_TRUE(now.append(outcome(steps, Seq{0}, {held(message(steps, "wren", "k5", 5))})));

    const Result<RoomLog> log = now.load_room(harbour);
    EXPECT_EQ(shown(log->unseen), (Strings{shown(waiting), shown(returned)}));
    EXPECT_EQ(log->tail.size(), 1u);
}

TEST_P(StoreContract, ChangesAMessageWhereItStands) {
    const room::Message waiting = held(message(harbour, "fern", "k1", 1));
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {waiting})));
    room::Message released = waiting;
    released.state = room::MessageState::released;
    released.shown = released.text;
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, {released})));
    room::Message removed = released;
    removed.seq = Seq{1};
    removed.state = room::MessageState::removed;
    removed.shown.clear();
    room::Outcome takes_down = outcome(harbour, Seq{1}, {removed});
    takes_down.entries = {{Seq{2}, room::EntryKind::taken_down, removed.id, at(9)}};

    ASSERT_TRUE(now.append(takes_down));

    const Result<RoomLog> log = now.load_room(harbour);
    EXPECT_TRUE(log->unseen.empty());
    ASSERT_EQ(seqs(log->tail), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(log->tail[1].kind, room::EntryKind::taken_down);
    for (const room::LogEntry& entry : log->tail)
        EXPECT_EQ(shown(entry.message), shown(removed));
}

TEST_P(StoreContract, PagesThroughALog) {
    const std::size_t size = Store::tail_size + 5;
    std::vector<room::Message> messages;
    for (std::size_t i = 0; i < size; ++i) {
        const int second = static_cast<int>(i);
        messages.push_back(message(harbour, "fern", "k" + std::to_string(i), second));
    }
    ASSERT_TRUE(now.append(outcome(harbour, Seq{0}, messages)));

    const auto page = [](std::uint64_t from, std::uint64_t to) {
        std::vector<std::uint64_t> numbers(to - from + 1);
        std::iota(numbers.begin(), numbers.end(), from);
        return numbers;
    };
    EXPECT_EQ(seqs(now.load_room(harbour)->tail), page(6, size));
    EXPECT_EQ(seqs(*now.log_since(harbour, Seq{0}, 3)), page(1, 3));
    EXPECT_EQ(seqs(*now.log_since(harbour, Seq{203}, 100)), page(204, 205));
    EXPECT_TRUE(now.log_since(harbour, Seq{size}, 100)->empty());
    EXPECT_TRUE(now.log_since(harbour, Seq{size + 9}, 100)->empty());
    EXPECT_TRUE(now.log_since(steps, Seq{0}, 100)->empty());
    EXPECT_EQ(seqs(*now.log_before(harbour, Seq{6}, 2)), page(4, 5));
    EXPECT_EQ(seqs(*now.log_before(harbour, Seq{3}, 100)), page(1, 2));
    EXPECT_EQ(seqs(*now.log_before(harbour, Seq{size + 9}, 1)), page(size, size));
    EXPECT_TRUE(now.log_before(harbour, Seq{1}, 100)->empty());
    EXPECT_TRUE(now.log_before(harbour, Seq{0}, 100)->empty());
}

// A caller that does not wait still finds in a read what it wrote before, and hears in that order.
TEST_P(StoreContract, LetsAReadSeeTheWritesAskedBeforeIt) {
    constexpr std::uint64_t rounds = 100;
    std::mutex mutex;
    std::vector<std::uint64_t> heard;
    std::vector<Answer<Nothing>> all(rounds);
    for (std::uint64_t i = 0; i < rounds; ++i) {
        const std::string key = "k" + std::to_string(i);
        store->append(
            outcome(harbour, Seq{i}, {message(harbour, "fern", key, 1)}),
            [&, i](const Result<room::Appended>& appended) {
                const std::lock_guard lock(mutex);
                heard.push_back(appended ? 2 * i : 0);
            }
        );
        store->log_since(
            harbour,
            Seq{i},
            1,
            [&, i, done = all[i].done()](const Result<std::vector<room::LogEntry>>& page) {
                {
                    const std::lock_guard lock(mutex);
                    heard.push_back(page && page->size() == 1 ? 2 * i + 1 : 0);
                }
                done(Nothing{});
            }
        );
    }
    for (Answer<Nothing>& answer : all)
        ASSERT_TRUE(answer.get());

    for (std::uint64_t i = 0; i < rounds; ++i) {
        const auto wrote = std::ranges::find(heard, 2 * i);
        const auto read = std::ranges::find(heard, 2 * i + 1);
        ASSERT_TRUE(read != heard.end()) << i;
        EXPECT_TRUE(wrote < read) << i;
    }
}

// The stale answer that overwrites a fresh one: a read must not be heard after a write it missed.
TEST_P(StoreContract, NeverTellsAnOlderStateAfterANewerOne) {
    constexpr std::uint64_t rounds = 300;
    std::mutex mutex;
    std::uint64_t newest = 0;
    int stale = 0;
    std::vector<Answer<Nothing>> all(2 * rounds);
    for (std::uint64_t i = 0; i < rounds; ++i) {
        const std::string key = "k" + std::to_string(i);
        store->append(
            outcome(harbour, Seq{i}, {message(harbour, "fern", key, 1)}),
            [&, i, done = all[2 * i].done()](const Result<room::Appended>&) {
                {
                    const std::lock_guard lock(mutex);
                    newest = std::max(newest, i + 1);
                }
                done(Nothing{});
            }
        );
        store
            ->load_room(harbour, {}, [&, done = all[2 * i + 1].done()](const Result<RoomLog>& log) {
                {
                    const std::lock_guard lock(mutex);
                    if (!log || log->last.value < newest) ++stale;
                }
                done(Nothing{});
            });
        // Now and then the caller is slower than the store, so that batches differ.
        if (i % 7 == 0) {
            ASSERT_TRUE(all[2 * i].get());
        }
    }
    for (std::uint64_t i = 0; i < rounds; ++i) {
        if (i % 7 != 0) {
            ASSERT_TRUE(all[2 * i].get());
        }
        ASSERT_TRUE(all[2 * i + 1].get());
    }

    EXPECT_EQ(newest, rounds);
    EXPECT_EQ(stale, 0);
}

TEST_P(StoreContract, MayBeAskedAgainFromAnAnswer) {
    Answer<std::vector<room::LogEntry>> answer;
    store->append(
        outcome(harbour, Seq{0}, {message(harbour, "fern", "k1", 1)}),
        [&](const Result<room::Appended>&) {
            store->load_room(harbour, {}, [&](const Result<RoomLog>&) {
                store->log_since(harbour, Seq{0}, 10, answer.done());
            });
        }
    );

    EXPECT_EQ(answer.get()->size(), 1u);
}

}  // namespace holdfast::store
