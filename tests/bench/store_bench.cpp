// What it costs to make a message durable. For each durability and each number of appends that wait
// at a time: appends a second, and how long one waits for its acknowledgement. Beside it, reads: on
// their own, and behind writes. Run on the disk that matters: store_bench [FOLDER] [SECONDS].

#include "server/store/sqlite/store.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace {

using namespace holdfast;
using Steady = std::chrono::steady_clock;

struct Latencies {
    std::vector<double> milliseconds;

    double at(double share) {
        if (milliseconds.empty()) return 0;
        const auto nth =
            static_cast<std::ptrdiff_t>(share * static_cast<double>(milliseconds.size() - 1));
        std::nth_element(milliseconds.begin(), milliseconds.begin() + nth, milliseconds.end());
        return milliseconds[static_cast<std::size_t>(nth)];
    }
    void add(Steady::time_point since) {
        const std::chrono::duration<double, std::milli> took = Steady::now() - since;
        milliseconds.push_back(took.count());
    }
};

// Each line keeps one call waiting at all times, until the time is up.
class Load {
public:
    explicit Load(store::Store& store, Steady::time_point end) : store_(store), end_(end) {}

    void append(std::size_t line, std::uint64_t seq) {
        const std::string name = std::to_string(line) + "." + std::to_string(seq);
        room::Message m;
        m.id = MessageId{name};
        m.room = RoomId{"room-" + std::to_string(line)};
        m.author = {MemberId{"member-" + std::to_string(line)}, "fern", Role::member};
        m.key = SendKey{name};
        m.text = "today felt a bit lighter than yesterday, thank you for listening to me";
        m.shown = m.text;
        m.state = room::MessageState::delivered;
        m.seq = Seq{seq + 1};
        room::Outcome outcome;
        outcome.room = m.room;
        outcome.expected_seq = Seq{seq};
        outcome.entries = {{*m.seq, room::EntryKind::posted, m.id, m.accepted_at}};
        outcome.messages = {std::move(m)};
        start();
        store_.append(
            std::move(outcome),
            [this, line, seq, since = Steady::now()](const Result<room::Appended>& appended) {
                if (!appended) std::abort();
                writes.add(since);
                if (Steady::now() < end_) append(line, seq + 1);
                finish();
            }
        );
    }

    void look_up_session() {
        start();
        store_.session(
            store::Digest{"digest"},
            Timestamp{},
            [this, since = Steady::now()](const Result<store::Account>& account) {
                if (!account) std::abort();
                reads.add(since);
                if (Steady::now() < end_) look_up_session();
                finish();
            }
        );
    }

    void wait() {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [&] { return waiting_ == 0; });
    }

    // Of the thread that answers, until wait() returns.
    Latencies writes;
    Latencies reads;

private:
    void start() {
        const std::lock_guard lock(mutex_);
        ++waiting_;
    }
    void finish() {
        const std::lock_guard lock(mutex_);
        if (--waiting_ == 0) idle_.notify_all();
    }

    store::Store& store_;
    Steady::time_point end_;
    std::mutex mutex_;
    std::condition_variable idle_;
    int waiting_ = 0;
};

void measure(
    const std::filesystem::path& folder,
    std::chrono::duration<double> length,
    store::sqlite::Durability durability,
    std::size_t writers,
    std::size_t readers
) {
    const std::filesystem::path file = folder / "store_bench.db";
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(file.string() + suffix);
    }
    RandomIds ids;
    auto opened = store::sqlite::open_store(file, ids, durability);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().detail.c_str());
        std::exit(2);
    }
    store::Store& store = **opened;
    const store::Account fern{{MemberId{"m"}, "fern", Role::member}, Timestamp{}};
    const store::SessionRow session{
        store::Digest{"digest"}, fern.person.id, Timestamp{}, Timestamp{} + std::chrono::hours{1}
    };
    store.add_account(fern, session, [](const Result<store::Nothing>&) {});

    const Steady::time_point start = Steady::now();
    Load load(store, start + std::chrono::duration_cast<Steady::duration>(length));
    for (std::size_t line = 0; line < writers; ++line)
        load.append(line, 0);
    for (std::size_t line = 0; line < readers; ++line)
        load.look_up_session();
    load.wait();

    const double seconds = std::chrono::duration<double>(Steady::now() - start).count();
    const auto rate = [&](const Latencies& of) {
        return static_cast<double>(of.milliseconds.size()) / seconds;
    };
    std::printf(
        "%-7s %8zu %10.0f %8.2f %8.2f   %8zu %10.0f %8.2f %8.2f\n",
        durability == store::sqlite::Durability::full ? "FULL" : "NORMAL",
        writers,
        rate(load.writes),
        load.writes.at(0.5),
        load.writes.at(0.99),
        readers,
        rate(load.reads),
        load.reads.at(0.5),
        load.reads.at(0.99)
    );
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
    const std::filesystem::path folder = count > 1 ? arguments[1] : ".";
    const std::chrono::duration<double> length{count > 2 ? std::atof(arguments[2]) : 2.0};
    std::printf(
        "                  appends          milliseconds              reads          milliseconds\n"
    );
    std::printf(
        "sync     waiting   a second      p50      p99    waiting   a second      p50      p99\n"
    );
    using enum store::sqlite::Durability;
    for (const store::sqlite::Durability durability : {full, normal}) {
        for (const std::size_t writers : {1u, 10u, 100u})
            measure(folder, length, durability, writers, 0);
    }
    measure(folder, length, full, 0, 1);
    measure(folder, length, full, 10, 1);
    measure(folder, length, full, 10, 10);
}
