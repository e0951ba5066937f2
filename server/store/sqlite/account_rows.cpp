#include "server/store/sqlite/account_rows.hpp"

#include "server/store/sqlite/audit_rows.hpp"

namespace holdfast::store::sqlite {

namespace {

void read_account(Row& row, Account& account) {
    room::Person& person = account.person;
    row.read(person.id, person.name, person.role, account.created_at);
}

Result<std::optional<Account>> account_of(Database& db, const MemberId& member) {
    return db.one<Account>(
        "SELECT id, name, role, created_at FROM account WHERE id = ?", read_account, member
    );
}

Result<void> open_session(Database& db, const SessionRow& session) {
    // Nobody asks for sessions that ran out, so whoever opens one clears them away.
    Result<void> cleared =
        db.execute("DELETE FROM session WHERE expires_at <= ?", session.created_at);
    if (!cleared) return cleared;
    return db.execute(
        "INSERT INTO session (token, member, created_at, expires_at) VALUES (?, ?, ?, ?)",
        session.token,
        session.member,
        session.created_at,
        session.expires_at
    );
}

}  // namespace

Result<Nothing> add_account(
    Database& db, const Account& account, const std::optional<SessionRow>& session
) {
    const room::Person& person = account.person;
    if (session && session->member != person.id) {
        return Error{Errc::internal, "a session for somebody else"};
    }
    const Result<void> added = db.execute(
        "INSERT INTO account (id, name, role, created_at) VALUES (?, ?, ?, ?)",
        person.id,
        person.name,
        person.role,
        account.created_at
    );
    if (!added) return added.error();
    if (session) {
        if (Result<void> opened = open_session(db, *session); !opened) return opened.error();
    }
    return Nothing{};
}

Result<std::vector<Account>> accounts(Database& db, const std::vector<MemberId>& members) {
    std::vector<Account> found;
    for (const MemberId& member : members) {
        Result<std::optional<Account>> account = account_of(db, member);
        if (!account) return account.error();
        if (*account) found.push_back(std::move(**account));
    }
    return found;
}

Result<std::optional<Account>> staff_named(Database& db, const std::string& name) {
    return db.one<Account>(
        "SELECT id, name, role, created_at FROM account WHERE name = ? AND role <> 'member'",
        read_account,
        name
    );
}

Result<std::vector<Account>> staff(Database& db) {
    return db.all<Account>(
        "SELECT id, name, role, created_at FROM account WHERE role <> 'member' ORDER BY name",
        read_account
    );
}

Result<Account> session(Database& db, const Digest& token, Timestamp now) {
    Result<std::optional<Account>> account = db.one<Account>(
        "SELECT a.id, a.name, a.role, a.created_at FROM session s JOIN account a ON a.id = "
        "s.member "
        "WHERE s.token = ? AND s.expires_at > ?",
        read_account,
        token,
        now
    );
    if (!account) return account.error();
    if (!*account) return Error{Errc::bad_token, ""};
    return std::move(**account);
}

Result<Nothing> end_session(Database& db, const Digest& token) {
    const Result<void> ended = db.execute("DELETE FROM session WHERE token = ?", token);
    if (!ended) return ended.error();
    return Nothing{};
}

Result<Nothing> add_sign_in_code(Database& db, const SignInCode& code, const room::AuditRow& row) {
    Result<void> done = db.execute("DELETE FROM sign_in_code WHERE expires_at <= ?", row.at);
    if (!done) return done.error();
    done = db.execute(
        "INSERT INTO sign_in_code (code, member, expires_at) VALUES (?, ?, ?)",
        code.code,
        code.member,
        code.expires_at
    );
    if (!done) return done.error();
    return append_audit(db, row);
}

Result<Account> redeem_sign_in_code(
    Database& db, const Digest& code, SessionRow opened, Timestamp now
) {
    // One statement finds the code and uses it up.
    Result<std::optional<MemberId>> member = db.value<MemberId>(
        "DELETE FROM sign_in_code WHERE code = ? AND expires_at > ? RETURNING member", code, now
    );
    if (!member) return member.error();
    if (!*member) return Error{Errc::bad_token, ""};
    opened.member = **member;
    if (Result<void> done = open_session(db, opened); !done) return done.error();
    Result<std::optional<Account>> account = account_of(db, opened.member);
    if (!account) return account.error();
    return std::move(**account);
}

}  // namespace holdfast::store::sqlite
