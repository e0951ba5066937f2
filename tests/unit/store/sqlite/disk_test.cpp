#include "tests/contract/store_sqlite_home.hpp"
#include "tests/unit/store/sqlite/failing_disk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <future>
#include <sys/resource.h>

namespace holdfast::store {

namespace {

const RoomId harbour{"harbour"};

room::Outcome nth(std::uint64_t n, Seq expected) {
    const std::string number = std::to_string(n);
    room::Outcome result =
        outcome(harbour, expected, {message(harbour, "fern" + number, "k" + number, 1)});
    result.flags = {flag(result.messages[0])};
    result.audit = {audit_row("note")};
    return result;
}

// Holds the writer in a request, so that all asked meanwhile is one batch.
class Pause {
public:
    explicit Pause(Store& store) {
        std::promise<void> started;
        store.change_case(
            CaseId{"case of k0"},
            [this, &started](moderation::Case c) -> Result<moderation::Case> {
                started.set_value();
                released_.get_future().wait();
                return c;
            },
            audit_row("pause"),
            paused_.done()
        );
        started.get_future().wait();
    }
    void end() {
        released_.set_value();
        (void)paused_.get();
    }

private:
    std::promise<void> released_;
    Answer<moderation::Case> paused_;
};

std::vector<std::string> flagged_members(Blocking& now) {
    std::vector<std::string> members;
    for (const moderation::Case& c : *now.open_cases())
        members.push_back(c.about.value);
    std::ranges::sort(members);
    return members;
}

std::vector<std::string> authors(const RoomLog& log) {
    std::vector<std::string> members;
    for (const room::LogEntry& entry : log.tail)
        members.push_back(entry.message.author.id.value);
    std::ranges::sort(members);
    return members;
}

class Disk : public testing::Test {
protected:
    FailingDisk disk;
    SqliteHome home;
};

}  // namespace

TEST_F(Disk, HoldsAnAppendBeforeItIsAcknowledged) {
    const std::unique_ptr<Store> store = home.open();
    Blocking now(*store);
    for (std::uint64_t n = 0; n < 20; ++n) {
        ASSERT_TRUE(now.append(nth(n, Seq{n})));
        ASSERT_EQ(disk.unsynced_writes(), 0) << n;
    }
}

TEST_F(Disk, IsSyncedOnceForAllThatWaited) {
    const std::unique_ptr<Store> store = home.open();
    ASSERT_TRUE(Blocking(*store).append(nth(0, Seq{0})));
    Pause pause(*store);
    std::vector<Answer<room::Appended>> answers(50);
    const int before = disk.syncs();
    for (std::uint64_t n = 1; n <= answers.size(); ++n) {
        store->append(nth(n, Seq{n}), answers[n - 1].done());
    }
    pause.end();

    for (Answer<room::Appended>& answer : answers)
        EXPECT_TRUE(answer.get());
    EXPECT_EQ(disk.syncs() - before, 2);  // of the pause, and of all that came after
}

// Fails at each write that three appends take, one after the other.
TEST_F(Disk, RefusesAWholeBatchWhereverItFailsAndGoesOnAfterwards) {
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_READONLY}) {
        bool has_failed = true;
        int refusals = 0;
        for (int good = 0; has_failed; ++good) {
            SqliteHome fresh;
            std::unique_ptr<Store> store = fresh.open();
            Blocking now(*store);
            ASSERT_TRUE(now.append(nth(0, Seq{0})));
            std::vector<std::string> expected{"fern0"};

            disk.fail_writes_after(good, code);
            std::vector<Answer<room::Appended>> answers(3);
            for (std::uint64_t n = 1; n <= answers.size(); ++n) {
                store->append(nth(n, Seq{n}), answers[n - 1].done());
            }
            for (std::uint64_t n = 1; n <= answers.size(); ++n) {
                const Result<room::Appended> appended = answers[n - 1].get();
                if (appended) {
                    expected.push_back("fern" + std::to_string(n));
                } else if (appended.error().code == Errc::store_unavailable) {
                    ++refusals;
                } else {
                    // Its predecessor was refused in an earlier batch.
                    ASSERT_EQ(appended.error().code, Errc::conflict);
                }
            }
            has_failed = disk.has_failed();
            disk.heal();

            const Result<RoomLog> log = now.load_room(harbour);
            ASSERT_TRUE(log);
            EXPECT_EQ(authors(*log), expected) << "code " << code << " after " << good;
            EXPECT_EQ(flagged_members(now), expected);
            EXPECT_TRUE(now.probe());
            EXPECT_TRUE(now.append(nth(9, log->last)));
            expected.push_back("fern9");
            store = fresh.open();
            EXPECT_EQ(authors(*Blocking(*store).load_room(harbour)), expected);
        }
        EXPECT_GT(refusals, 0) << code;
    }
}

TEST_F(Disk, RefusesNeighboursOfAFailedCommitEvenInConflict) {
    const std::unique_ptr<Store> store = home.open();
    Blocking now(*store);
    ASSERT_TRUE(now.append(nth(0, Seq{0})));
    Pause pause(*store);
    Answer<room::Appended> good;
    Answer<room::Appended> conflicting;
    store->append(nth(1, Seq{1}), good.done());
    store->append(nth(2, Seq{1}), conflicting.done());
    disk.fail_writes_after(0, SQLITE_FULL);
    pause.end();

    EXPECT_EQ(good.get().error().code, Errc::store_unavailable);
    EXPECT_EQ(conflicting.get().error().code, Errc::store_unavailable);
    disk.heal();
    EXPECT_EQ(now.load_room(harbour)->last, Seq{1});
}

TEST_F(Disk, LetsARefusedRequestDisturbNoNeighbourOfItsCommit) {
    const std::unique_ptr<Store> store = home.open();
    Blocking now(*store);
    ASSERT_TRUE(now.append(nth(0, Seq{0})));
    room::Outcome not_held = nth(2, Seq{2});
    not_held.engagements = {{CaseId{"case of k0"}, MemberId{"heron"}, {}}};
    Pause pause(*store);
    std::vector<Answer<room::Appended>> answers(4);
    store->append(nth(1, Seq{1}), answers[0].done());
    store->append(not_held, answers[1].done());
    store->append(nth(3, Seq{1}), answers[2].done());
    store->append(nth(4, Seq{2}), answers[3].done());
    pause.end();

    EXPECT_TRUE(answers[0].get());
    EXPECT_EQ(answers[1].get().error().code, Errc::not_holder);
    EXPECT_EQ(answers[2].get().error().code, Errc::conflict);
    EXPECT_TRUE(answers[3].get());
    const std::vector<std::string> expected{"fern0", "fern1", "fern4"};
    EXPECT_EQ(authors(*now.load_room(harbour)), expected);
    EXPECT_EQ(flagged_members(now), expected);
}

TEST_F(Disk, RefusesAReadItCannotDoAndReadsAgainAfterwards) {
    {
        const std::unique_ptr<Store> store = home.open();
        ASSERT_TRUE(Blocking(*store).append(nth(0, Seq{0})));
    }
    const std::unique_ptr<Store> store = home.open();
    Blocking now(*store);

    disk.fail_reads(SQLITE_IOERR_READ);
    EXPECT_EQ(now.log_since(harbour, Seq{0}, 10).error().code, Errc::store_unavailable);
    disk.heal();

    EXPECT_EQ(now.log_since(harbour, Seq{0}, 10)->size(), 1u);
}

// The real thing: the kernel refuses to let the file grow.
TEST(FileSizeLimit, RefusesAppendsUntilThereIsSpaceAgain) {
    SqliteHome home;
    const std::unique_ptr<Store> store = home.open();
    Blocking now(*store);
    ASSERT_TRUE(now.append(nth(0, Seq{0})));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit tight = before;
    tight.rlim_cur = std::filesystem::file_size(home.file().string() + "-wal") + 100'000;
    ::setrlimit(RLIMIT_FSIZE, &tight);

    std::uint64_t n = 1;
    Result<room::Appended> appended = now.append(nth(n, Seq{n}));
    while (appended && n < 1'000) {
        ++n;
        appended = now.append(nth(n, Seq{n}));
    }
    const Result<Nothing> probed = now.probe();
    ::setrlimit(RLIMIT_FSIZE, &before);

    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().code, Errc::store_unavailable);
    EXPECT_EQ(
        probed.has_error() ? probed.error().code : Errc::store_unavailable, Errc::store_unavailable
    );
    EXPECT_TRUE(now.probe());
    EXPECT_TRUE(now.append(nth(n, Seq{n})));
    EXPECT_EQ(now.load_room(harbour)->last, Seq{n + 1});
}

}  // namespace holdfast::store
