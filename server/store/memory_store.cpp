#include "server/store/memory_store.hpp"

#include "server/store/memory_tables.hpp"

#include <mutex>
#include <utility>

namespace holdfast::store {

namespace {

class MemoryStore final : public Store {
public:
    explicit MemoryStore(IdSource& ids) : tables_(ids) {}

    void append(room::Outcome outcome, Done<room::Appended> done) override {
        answer(done, [&] { return tables_.append(std::move(outcome)); });
    }
    void load_room(RoomId room, std::vector<SentKey> keys, Done<RoomLog> done) override {
        answer(done, [&] { return tables_.load_room(room, keys); });
    }
    void log_since(
        RoomId room, Seq since, std::size_t limit, Done<std::vector<room::LogEntry>> done
    ) override {
        answer(done, [&] { return tables_.log_since(room, since, limit); });
    }
    void log_before(
        RoomId room, Seq before, std::size_t limit, Done<std::vector<room::LogEntry>> done
    ) override {
        answer(done, [&] { return tables_.log_before(room, before, limit); });
    }

    void open_cases(Done<std::vector<moderation::Case>> done) override {
        answer(done, [&] { return tables_.open_cases(); });
    }
    void open_case_of(MemberId member, Done<std::optional<moderation::Case>> done) override {
        answer(done, [&] { return tables_.open_case_of(member); });
    }
    void read_case(CaseId id, Done<moderation::Case> done) override {
        answer(done, [&] { return tables_.read_case(id); });
    }
    void open_case_file(CaseId id, room::AuditRow row, Done<CaseFile> done) override {
        answer(done, [&] { return tables_.open_case_file(id, std::move(row)); });
    }
    void change_case(CaseId id, CaseChange change, room::AuditRow row, Done<moderation::Case> done)
        override {
        answer(done, [&] { return tables_.change_case(id, change, std::move(row)); });
    }

    void add_account(Account account, std::optional<SessionRow> session, Done<Nothing> done)
        override {
        answer(done, [&] { return tables_.add_account(account, session); });
    }
    void accounts(std::vector<MemberId> members, Done<std::vector<Account>> done) override {
        answer(done, [&] { return tables_.accounts(members); });
    }
    void staff_named(std::string name, Done<std::optional<Account>> done) override {
        answer(done, [&] { return tables_.staff_named(name); });
    }
    void staff(Done<std::vector<Account>> done) override {
        answer(done, [&] { return tables_.staff(); });
    }
    void session(Digest token, Timestamp now, Done<Account> done) override {
        answer(done, [&] { return tables_.session(token, now); });
    }
    void end_session(Digest token, Done<Nothing> done) override {
        answer(done, [&] { return tables_.end_session(token); });
    }
    void add_sign_in_code(SignInCode code, room::AuditRow row, Done<Nothing> done) override {
        answer(done, [&] { return tables_.add_sign_in_code(code, std::move(row)); });
    }
    void redeem_sign_in_code(Digest code, SessionRow opened, Timestamp now, Done<Account> done)
        override {
        answer(done, [&] { return tables_.redeem_sign_in_code(code, std::move(opened), now); });
    }

    void audit(room::AuditRow row, Done<Nothing> done) override {
        answer(done, [&] { return tables_.audit(std::move(row)); });
    }
    void audit_since(std::uint64_t number, std::size_t limit, Done<std::vector<AuditEntry>> done)
        override {
        answer(done, [&] { return tables_.audit_since(number, limit); });
    }
    void probe(Done<Nothing> done) override { done(Nothing{}); }

private:
    // Hands the answer over outside the lock, so that `done` may ask the store again.
    template <class T, class Work>
    void answer(const Done<T>& done, Work work) {
        std::unique_lock lock(mutex_);
        Result<T> result = work();
        lock.unlock();
        done(std::move(result));
    }

    std::mutex mutex_;
    MemoryTables tables_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store(IdSource& ids) {
    return std::make_unique<MemoryStore>(ids);
}

}  // namespace holdfast::store
