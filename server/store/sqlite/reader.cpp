#include "server/store/sqlite/reader.hpp"

#include <utility>

namespace holdfast::store::sqlite {

Reader::Reader(Database db) : db_(std::move(db)), thread_([this] { run(); }) {}

void Reader::ask(std::unique_ptr<Request> read, std::uint64_t after) {
    std::unique_lock lock(mutex_);
    if (stopping_) {
        lock.unlock();
        read->refuse(closed());
        return read->answer();
    }
    reads_.push_back({std::move(read), after});
    lock.unlock();
    wake_.notify_one();
}

void Reader::deliver(std::vector<std::unique_ptr<Request>> written, std::uint64_t last) {
    {
        const std::lock_guard lock(mutex_);
        for (auto& write : written)
            written_.push_back(std::move(write));
        last_written_ = last;
    }
    wake_.notify_one();
}

void Reader::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Reader::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto is_due = [&] {
            return !reads_.empty() && reads_.front().after <= last_answered_;
        };
        wake_.wait(lock, [&] { return stopping_ || !written_.empty() || is_due(); });
        if (!written_.empty()) {
            const auto written = std::exchange(written_, {});
            const std::uint64_t last = last_written_;
            lock.unlock();
            for (const auto& write : written)
                write->answer();
            lock.lock();
            last_answered_ = last;
        } else if (is_due()) {
            const Waiting next = std::move(reads_.front());
            reads_.pop_front();
            lock.unlock();
            read(*next.read);
            lock.lock();
        } else {
            return;
        }
    }
}

void Reader::read(Request& request) {
    // One transaction, so that its statements see one moment.
    Result<Transaction> snapshot = Transaction::begin(db_, Transaction::Kind::read);
    if (snapshot) {
        request.run(db_);
    } else {
        request.refuse(snapshot.error());
    }
    request.answer();
}

}  // namespace holdfast::store::sqlite
