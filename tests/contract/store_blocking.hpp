#pragma once

#include "server/store/store.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace holdfast::store {

// An answer to wait for. One that never comes is an error after a while, not a test that hangs.
template <class T>
class Answer {
public:
    Done<T> done() {
        return [promise = promise_](Result<T> result) { promise->set_value(std::move(result)); };
    }
    Result<T> get() {
        if (future_.wait_for(std::chrono::seconds{30}) != std::future_status::ready) {
            return Error{Errc::internal, "no answer"};
        }
        return future_.get();
    }

private:
    std::shared_ptr<std::promise<Result<T>>> promise_ = std::make_shared<std::promise<Result<T>>>();
    std::future<Result<T>> future_ = promise_->get_future();
};

// Store, for a thread that may wait.
class Blocking {
public:
    explicit Blocking(Store& store) : store_(store) {}

    Result<room::Appended> append(const room::Outcome& outcome) {
        return wait<room::Appended>([&](auto done) { store_.append(outcome, done); });
    }
    Result<RoomLog> load_room(const RoomId& room, const std::vector<SentKey>& keys = {}) {
        return wait<RoomLog>([&](auto done) { store_.load_room(room, keys, done); });
    }
    Result<std::vector<room::LogEntry>> log_since(
        const RoomId& room, Seq since, std::size_t limit
    ) {
        return wait<std::vector<room::LogEntry>>([&](auto done) {
            store_.log_since(room, since, limit, done);
        });
    }
    Result<std::vector<room::LogEntry>> log_before(
        const RoomId& room, Seq before, std::size_t limit
    ) {
        return wait<std::vector<room::LogEntry>>([&](auto done) {
            store_.log_before(room, before, limit, done);
        });
    }

    Result<std::vector<moderation::Case>> open_cases() {
        return wait<std::vector<moderation::Case>>([&](auto done) { store_.open_cases(done); });
    }
    Result<std::optional<moderation::Case>> open_case_of(const MemberId& member) {
        return wait<std::optional<moderation::Case>>([&](auto done) {
            store_.open_case_of(member, done);
        });
    }
    Result<moderation::Case> read_case(const CaseId& id) {
        return wait<moderation::Case>([&](auto done) { store_.read_case(id, done); });
    }
    Result<CaseFile> open_case_file(const CaseId& id, const room::AuditRow& row) {
        return wait<CaseFile>([&](auto done) { store_.open_case_file(id, row, done); });
    }
    Result<moderation::Case> change_case(
        const CaseId& id, const Store::CaseChange& change, const room::AuditRow& row
    ) {
        return wait<moderation::Case>([&](auto done) { store_.change_case(id, change, row, done); }
        );
    }

    Result<Nothing> add_account(
        const Account& account, const std::optional<SessionRow>& session = {}
    ) {
        return wait<Nothing>([&](auto done) { store_.add_account(account, session, done); });
    }
    Result<std::vector<Account>> accounts(const std::vector<MemberId>& members) {
        return wait<std::vector<Account>>([&](auto done) { store_.accounts(members, done); });
    }
    Result<std::optional<Account>> staff_named(const std::string& name) {
        return wait<std::optional<Account>>([&](auto done) { store_.staff_named(name, done); });
    }
    Result<std::vector<Account>> staff() {
        return wait<std::vector<Account>>([&](auto done) { store_.staff(done); });
    }
    Result<Account> session(const Digest& token, Timestamp now) {
        return wait<Account>([&](auto done) { store_.session(token, now, done); });
    }
    Result<Nothing> end_session(const Digest& token) {
        return wait<Nothing>([&](auto done) { store_.end_session(token, done); });
    }
    Result<Nothing> add_sign_in_code(const SignInCode& code, const room::AuditRow& row) {
        return wait<Nothing>([&](auto done) { store_.add_sign_in_code(code, row, done); });
    }
    Result<Account> redeem_sign_in_code(
        const Digest& code, const SessionRow& opened, Timestamp now
    ) {
        return wait<Account>([&](auto done) { store_.redeem_sign_in_code(code, opened, now, done); }
        );
    }

    Result<Nothing> audit(const room::AuditRow& row) {
        return wait<Nothing>([&](auto done) { store_.audit(row, done); });
    }
    Result<std::vector<AuditEntry>> audit_since(std::uint64_t number, std::size_t limit) {
        return wait<std::vector<AuditEntry>>([&](auto done) {
            store_.audit_since(number, limit, done);
        });
    }
    Result<Nothing> probe() {
        return wait<Nothing>([&](auto done) { store_.probe(done); });
    }

private:
    template <class T, class Call>
    Result<T> wait(Call call) {
        Answer<T> answer;
        call(answer.done());
        return answer.get();
    }

    Store& store_;
};

}  // namespace holdfast::store
