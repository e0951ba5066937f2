#pragma once

#include "server/store/audit_chain.hpp"
#include "server/store/store.hpp"

#include <map>
#include <utility>
#include <vector>

namespace holdfast::store {

// What a memory store holds, and each call of Store on it. Not thread-safe: the store locks.
// Every change checks first and writes after, so that a refusal leaves no trace.
class MemoryTables {
public:
    explicit MemoryTables(IdSource& ids) : ids_(ids) {}

    Result<room::Appended> append(room::Outcome);
    RoomLog load_room(const RoomId&, const std::vector<SentKey>&);
    std::vector<room::LogEntry> log_since(const RoomId&, Seq since, std::size_t limit) const;
    std::vector<room::LogEntry> log_before(const RoomId&, Seq before, std::size_t limit) const;

    std::vector<moderation::Case> open_cases() const;
    std::optional<moderation::Case> open_case_of(const MemberId&) const;
    Result<moderation::Case> read_case(const CaseId&) const;
    Result<CaseFile> open_case_file(const CaseId&, room::AuditRow);
    Result<moderation::Case> change_case(const CaseId&, const Store::CaseChange&, room::AuditRow);

    Result<Nothing> add_account(const Account&, const std::optional<SessionRow>&);
    std::vector<Account> accounts(const std::vector<MemberId>&) const;
    std::optional<Account> staff_named(const std::string& name) const;
    std::vector<Account> staff() const;
    Result<Account> session(const Digest& token, Timestamp now) const;
    Result<Nothing> end_session(const Digest& token);
    Result<Nothing> add_sign_in_code(const SignInCode&, room::AuditRow);
    Result<Account> redeem_sign_in_code(const Digest& code, SessionRow opened, Timestamp now);

    Result<Nothing> audit(room::AuditRow);
    std::vector<AuditEntry> audit_since(std::uint64_t number, std::size_t limit) const;

private:
    struct Room {
        Epoch epoch;
        std::vector<room::NewEntry> entries;
        std::multimap<Timestamp, MessageId> accepted;  // of the same time: as they came
    };
    using Cases = std::map<CaseId, moderation::Case>;

    Result<void> check_messages(const room::Outcome&) const;
    Result<room::Appended> change_cases(const room::Outcome&, Cases&) const;
    std::vector<room::LogEntry> entries(const Room&, std::size_t from, std::size_t to) const;
    std::vector<room::Message> by_acceptance(const RoomId&) const;

    IdSource& ids_;
    std::map<RoomId, Room> rooms_;
    std::map<MessageId, room::Message> messages_;
    std::map<std::pair<MemberId, SendKey>, MessageId> sent_;
    Cases cases_;
    std::map<MemberId, Account> accounts_;
    std::map<std::string, SessionRow> sessions_;
    std::map<std::string, SignInCode> codes_;
    std::vector<AuditEntry> audit_;
};

}  // namespace holdfast::store
