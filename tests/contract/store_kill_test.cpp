#include "server/store/audit_chain.hpp"
#include "tests/contract/store_sqlite_home.hpp"

#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace holdfast::store {

namespace {

const RoomId harbour{"harbour"};
constexpr int flag_every = 3;

room::Outcome nth(std::uint64_t from, std::uint64_t n) {
    const std::string number = std::to_string(n);
    // Some are kept from the room, as most flagged messages are; each has an author of its own.
    room::Message m = message(harbour, "member" + number, number, static_cast<int>(n % 10'000));
    const bool is_flagged = n % flag_every == 0;
    room::Outcome result = outcome(harbour, Seq{from}, {is_flagged ? held(m) : m});
    if (is_flagged) result.flags = {flag(m)};
    result.audit = {audit_row("note")};
    return result;
}

// Appends without end from several callers, and writes the number of each acknowledged message to
// `out` from within its answer. Never returns: it is killed.
[[noreturn]] void append_until_killed(SqliteHome& home, std::uint64_t first, int out) {
    const std::unique_ptr<Store> store = home.open();
    std::uint64_t last = Blocking(*store).load_room(harbour)->last.value;
    for (std::uint64_t n = first;;) {
        // A window of appends that wait together, so that commits are groups.
        std::vector<Answer<Nothing>> window(8);
        for (Answer<Nothing>& answer : window) {
            room::Outcome next = nth(last, n);
            last += next.entries.size();
            store->append(
                std::move(next),
                [n, out, done = answer.done()](const Result<room::Appended>& appended) {
                    if (appended && ::write(out, &n, sizeof n) != sizeof n) std::abort();
                    done(Nothing{});
                }
            );
            ++n;
        }
        for (Answer<Nothing>& answer : window)
            (void)answer.get();
    }
}

// The acknowledged numbers of one life.
std::vector<std::uint64_t> live_and_die(
    SqliteHome& home, std::uint64_t first, std::chrono::microseconds life
) {
    int pipe_ends[2] = {-1, -1};
    if (::pipe(pipe_ends) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(home, first, pipe_ends[1]);
    ::close(pipe_ends[1]);
    std::vector<std::uint64_t> acknowledged;
    std::uint64_t n = 0;
    while (::read(pipe_ends[0], &n, sizeof n) == sizeof n) {
        // The first acknowledgement starts the clock: every life gets to write something.
        if (acknowledged.empty()) {
            std::this_thread::sleep_for(life);
            ::kill(child, SIGKILL);
        }
        acknowledged.push_back(n);
    }
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return acknowledged;
}

}  // namespace

TEST(SqliteStore, KeepsAcknowledgedMessagesAndTheirCasesOverKills) {
    constexpr int lives = 20;
    SqliteHome home;
    std::mt19937 random(20'240'101);
    std::uniform_int_distribution<int> microseconds(0, 40'000);
    std::vector<std::uint64_t> acknowledged;
    for (int life = 0; life < lives; ++life) {
        const std::uint64_t first = static_cast<std::uint64_t>(life) * 1'000'000;
        const std::chrono::microseconds length{microseconds(random)};
        const std::vector<std::uint64_t> more = live_and_die(home, first, length);
        ASSERT_FALSE(more.empty());
        acknowledged.insert(acknowledged.end(), more.begin(), more.end());

        const std::unique_ptr<Store> store = home.open();
        Blocking now(*store);
        std::vector<SentKey> keys;
        for (const std::uint64_t n : acknowledged) {
            const std::string number = std::to_string(n);
            keys.push_back({MemberId{"member" + number}, SendKey{number}});
        }
        const Result<RoomLog> log = now.load_room(harbour, keys);
        ASSERT_TRUE(log);
        ASSERT_EQ(log->sent.size(), acknowledged.size());

        // The case is there whenever the message is, acknowledged or not, and never without it.
        std::set<std::string> flagged;
        for (const moderation::Case& c : *now.open_cases()) {
            for (const moderation::Flag& f : c.flags)
                flagged.insert(f.message.value);
        }
        std::set<std::string> unseen;
        for (const room::Message& m : log->unseen)
            unseen.insert(m.id.value);
        EXPECT_EQ(flagged, unseen);
        for (const std::uint64_t n : acknowledged) {
            if (n % flag_every != 0) continue;
            ASSERT_TRUE(unseen.contains("message of " + std::to_string(n))) << n;
        }

        const auto chain = now.audit_since(0, 1'000'000);
        EXPECT_EQ(chain->size(), log->last.value + log->unseen.size());
        EXPECT_EQ(first_broken({}, *chain), std::nullopt);
    }
}

}  // namespace holdfast::store
