#pragma once

#include "common/clock.hpp"
#include "common/error.hpp"
#include "common/ids.hpp"
#include "common/permissions.hpp"
#include "moderation/triage/case.hpp"
#include "server/room/message.hpp"
#include "server/room/outcome.hpp"
#include "server/room/room_log.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::store {

// Called exactly once, on a thread of the store; must not block. A store that goes down first
// completes what it holds.
template <class T>
using Done = std::function<void(Result<T>)>;

struct Nothing {};

using room::RoomLog;

struct SentKey {
    MemberId author;
    SendKey key;
};

struct FlaggedMessage {
    room::Message message;
    std::vector<room::Message> before;  // of the same room, by acceptance, oldest first
    std::vector<room::Message> after;
};

struct CaseFile {
    moderation::Case summary;
    std::vector<FlaggedMessage> messages;  // one a flag that names a message, oldest first
};

// An account. Members have no secret but their session; staff sign in with a one-time code.
struct Account {
    room::Person person;
    Timestamp created_at;
};

// Digest of a secret (BLAKE2b-256, hex); the store never sees the secret itself.
struct Digest {
    std::string hex;
};

struct SessionRow {
    Digest token;
    MemberId member;
    Timestamp created_at;
    Timestamp expires_at;
};

struct SignInCode {
    Digest code;
    MemberId member;
    Timestamp expires_at;
};

struct AuditEntry {
    std::uint64_t number = 0;  // 1, 2, 3 ... without holes
    room::AuditRow row;
    std::string hash;  // hex BLAKE2b-256 over the previous hash and this row
};

// The truth. One contract suite (tests/contract/store_contract.hpp) holds for every implementation.
// All calls are thread-safe and return at once. As seen by each caller, who need not wait: writes
// are done and answered in the order of the calls; a read sees every write asked before it; and no
// answer shows an older state than an answer before it. (A write asked after a read may be answered
// first; the read then shows it.) Errors: store_unavailable when nothing can be made durable (disk
// full, I/O error) or read; the store recovers alone, and later calls go through again.
class Store {
public:
    static constexpr std::size_t tail_size = room::tail_size;
    static constexpr std::size_t context_size = 10;

    virtual ~Store() = default;

    // ---- rooms ----

    // One transaction, durable before `done`. Refused whole: `conflict` when the room's last seq is
    // not expected_seq or another message has the same (author, key); `not_holder` for an
    // engagement by somebody who does not hold the case, no_such_case where there is none. A flag
    // joins the open case of its member, or opens one (moderation::open_case, merge).
    virtual void append(room::Outcome, Done<room::Appended> done) = 0;

    virtual void load_room(RoomId, std::vector<SentKey> keys, Done<RoomLog> done) = 0;

    // Entries with seq > `since` (at most `limit`), oldest first.
    virtual void log_since(
        RoomId, Seq since, std::size_t limit, Done<std::vector<room::LogEntry>> done
    ) = 0;

    // The `limit` entries just before `before`, oldest first.
    virtual void log_before(
        RoomId, Seq before, std::size_t limit, Done<std::vector<room::LogEntry>> done
    ) = 0;

    // ---- cases ----

    virtual void open_cases(Done<std::vector<moderation::Case>> done) = 0;

    // The open case of a member, if there is one.
    virtual void open_case_of(MemberId, Done<std::optional<moderation::Case>> done) = 0;

    virtual void read_case(CaseId, Done<moderation::Case> done) = 0;

    // The case with its texts, and the audit row of that reading: both or neither.
    virtual void open_case_file(CaseId, room::AuditRow, Done<CaseFile> done) = 0;

    // Runs `change` (pure) on the case inside a transaction and keeps its result with the audit
    // row; a refusal of `change` is handed on and nothing is written. Of many racing changes each
    // sees the result of the one before.
    using CaseChange = std::function<Result<moderation::Case>(moderation::Case)>;
    virtual void change_case(
        CaseId, CaseChange change, room::AuditRow, Done<moderation::Case> done
    ) = 0;

    // ---- accounts ----

    // conflict when the id is taken, or for staff the name among staff.
    virtual void add_account(Account, std::optional<SessionRow>, Done<Nothing> done) = 0;
    virtual void accounts(std::vector<MemberId>, Done<std::vector<Account>> done) = 0;
    // Staff only, by name.
    virtual void staff_named(std::string name, Done<std::optional<Account>> done) = 0;
    virtual void staff(Done<std::vector<Account>> done) = 0;

    // The account behind a live session; bad_token when there is none or it ran out.
    virtual void session(Digest token, Timestamp now, Done<Account> done) = 0;
    virtual void end_session(Digest token, Done<Nothing> done) = 0;

    virtual void add_sign_in_code(SignInCode, room::AuditRow, Done<Nothing> done) = 0;
    // Uses a code up and opens a session (`opened.member` is filled in); bad_token when the code
    // was never given, was used or ran out. Of two racing uses one wins.
    virtual void redeem_sign_in_code(
        Digest code, SessionRow opened, Timestamp now, Done<Account> done
    ) = 0;

    // ---- audit and health ----

    virtual void audit(room::AuditRow, Done<Nothing> done) = 0;
    virtual void audit_since(
        std::uint64_t number, std::size_t limit, Done<std::vector<AuditEntry>> done
    ) = 0;

    // Makes a small row durable: whether an append would succeed now.
    virtual void probe(Done<Nothing> done) = 0;
};

}  // namespace holdfast::store
