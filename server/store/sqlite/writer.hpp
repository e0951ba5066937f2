#pragma once

#include "server/store/sqlite/reader.hpp"
#include "server/store/sqlite/request.hpp"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace holdfast::store::sqlite {

// The one thread that writes. It takes everything that waits into one transaction, a savepoint a
// request, and hands the requests to the reader for their answers once the commit returned. A
// request that fails for its own reason is undone alone. When the store itself fails (disk full,
// I/O error) nothing of the transaction stays and each of its requests is refused; the next one
// tries afresh.
class Writer {
public:
    // `answers` outlives the writer.
    Writer(Database db, Reader& answers);
    ~Writer() { stop(); }

    // Any thread.
    void ask(std::unique_ptr<Request> write);
    // The number of the last write asked.
    std::uint64_t asked() const;

    // Commits everything that is waiting, then joins. What is asked later is refused.
    void stop();

private:
    using Batch = std::vector<std::unique_ptr<Request>>;

    void run();
    void commit(const Batch&);
    Result<void> try_commit(const Batch&);
    Result<void> run_in_savepoint(Request&);
    void report(const Result<void>& committed);

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    Batch waiting_;
    std::uint64_t asked_ = 0;
    bool stopping_ = false;
    Database db_;  // of thread_ alone, as is was_failing_
    bool was_failing_ = false;
    Reader& answers_;
    std::thread thread_;
};

}  // namespace holdfast::store::sqlite
