#include "server/store/sqlite/writer.hpp"

#include "common/log.hpp"

#include <utility>

namespace holdfast::store::sqlite {

Writer::Writer(Database db, Reader& answers)
    : db_(std::move(db)), answers_(answers), thread_([this] { run(); }) {}

void Writer::ask(std::unique_ptr<Request> write) {
    std::unique_lock lock(mutex_);
    if (stopping_) {
        lock.unlock();
        write->refuse(closed());
        return write->answer();
    }
    waiting_.push_back(std::move(write));
    ++asked_;
    lock.unlock();
    wake_.notify_one();
}

std::uint64_t Writer::asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Writer::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        Batch batch = std::exchange(waiting_, {});
        const std::uint64_t last = asked_;
        lock.unlock();
        commit(batch);
        answers_.deliver(std::move(batch), last);
        lock.lock();
    }
}

void Writer::commit(const Batch& batch) {
    const Result<void> committed = try_commit(batch);
    if (!committed) {
        // Not a conflict even for those that met one: what they collided with is gone as well.
        const Error error{Errc::store_unavailable, committed.error().detail};
        for (const auto& request : batch)
            request->refuse(error);
    }
    report(committed);
}

Result<void> Writer::try_commit(const Batch& batch) {
    Result<Transaction> transaction = Transaction::begin(db_, Transaction::Kind::write);
    if (!transaction) return transaction.error();
    for (const auto& request : batch) {
        if (Result<void> run = run_in_savepoint(*request); !run) return run;
    }
    return transaction->commit();
}

Result<void> Writer::run_in_savepoint(Request& request) {
    if (Result<void> set = db_.execute("SAVEPOINT request"); !set) return set;
    const std::optional<Error> error = request.run(db_);
    if (error) {
        if (error->code == Errc::store_unavailable) return *error;
        if (Result<void> undone = db_.execute("ROLLBACK TO request"); !undone) return undone;
    }
    return db_.execute("RELEASE request");
}

void Writer::report(const Result<void>& committed) {
    const bool is_failing = !committed;
    if (is_failing == std::exchange(was_failing_, is_failing)) return;
    if (is_failing) {
        log::error("store.unavailable", {log::Field::note("reason", committed.error().detail)});
    } else {
        log::info("store.recovered");
    }
}

}  // namespace holdfast::store::sqlite
