#pragma once

#include "server/store/sqlite/request.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace holdfast::store::sqlite {

// The thread that reads, on a connection of its own, and that gives every answer: of reads and of
// committed writes. One thread for both, so that what a caller hears is never older than what it
// heard before. A read waits for the writes that were asked before it, and therefore sees them.
class Reader {
public:
    explicit Reader(Database db);
    ~Reader() { stop(); }

    // Any thread. `after` is the number of the last write asked before this read.
    void ask(std::unique_ptr<Request> read, std::uint64_t after);

    // From the writer: committed or refused, numbered without holes up to `last`.
    void deliver(std::vector<std::unique_ptr<Request>> written, std::uint64_t last);

    // Answers everything that is waiting, then joins. The writer has stopped before.
    void stop();

private:
    struct Waiting {
        std::unique_ptr<Request> read;
        std::uint64_t after;
    };

    void run();
    void read(Request&);

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::unique_ptr<Request>> written_;
    std::uint64_t last_written_ = 0;   // the number of the last of written_
    std::uint64_t last_answered_ = 0;  // every write up to here was answered
    std::deque<Waiting> reads_;        // in the order of the calls, so by rising `after`
    bool stopping_ = false;
    Database db_;  // of thread_ alone
    std::thread thread_;
};

}  // namespace holdfast::store::sqlite
