#include "server/store/memory_tables.hpp"

#include <algorithm>

namespace holdfast::store {

namespace {

template <class Rows>
void forget_expired(Rows& rows, Timestamp now) {
    std::erase_if(rows, [now](const auto& row) { return row.second.expires_at <= now; });
}

}  // namespace

Result<Nothing> MemoryTables::add_account(
    const Account& account, const std::optional<SessionRow>& session
) {
    const room::Person& person = account.person;
    if (accounts_.contains(person.id) || (is_staff(person.role) && staff_named(person.name))) {
        return Error{Errc::conflict, "the account is there already"};
    }
    if (session && session->member != person.id) {
        return Error{Errc::internal, "a session for somebody else"};
    }
    if (session && sessions_.contains(session->token.hex)) {
        return Error{Errc::conflict, "the token is taken"};
    }
    accounts_[person.id] = account;
    if (session) {
        forget_expired(sessions_, session->created_at);
        sessions_[session->token.hex] = *session;
    }
    return Nothing{};
}

std::vector<Account> MemoryTables::accounts(const std::vector<MemberId>& members) const {
    std::vector<Account> found;
    for (const MemberId& member : members) {
        const auto account = accounts_.find(member);
        if (account != accounts_.end()) found.push_back(account->second);
    }
    return found;
}

std::optional<Account> MemoryTables::staff_named(const std::string& name) const {
    for (const auto& [id, account] : accounts_) {
        if (is_staff(account.person.role) && account.person.name == name) return account;
    }
    return {};
}

std::vector<Account> MemoryTables::staff() const {
    std::vector<Account> found;
    for (const auto& [id, account] : accounts_) {
        if (is_staff(account.person.role)) found.push_back(account);
    }
    std::ranges::sort(found, {}, [](const Account& account) { return account.person.name; });
    return found;
}

Result<Account> MemoryTables::session(const Digest& token, Timestamp now) const {
    const auto found = sessions_.find(token.hex);
    if (found == sessions_.end() || found->second.expires_at <= now)
        return Error{Errc::bad_token, ""};
    return accounts_.at(found->second.member);
}

Result<Nothing> MemoryTables::end_session(const Digest& token) {
    sessions_.erase(token.hex);
    return Nothing{};
}

Result<Nothing> MemoryTables::add_sign_in_code(const SignInCode& code, room::AuditRow row) {
    if (!accounts_.contains(code.member)) return Error{Errc::internal, "a code for no account"};
    if (codes_.contains(code.code.hex)) return Error{Errc::conflict, "the code is taken"};
    forget_expired(codes_, row.at);
    codes_[code.code.hex] = code;
    return audit(std::move(row));
}

Result<Account> MemoryTables::redeem_sign_in_code(
    const Digest& code, SessionRow opened, Timestamp now
) {
    const auto found = codes_.find(code.hex);
    if (found == codes_.end() || found->second.expires_at <= now) return Error{Errc::bad_token, ""};
    if (sessions_.contains(opened.token.hex)) return Error{Errc::conflict, "the token is taken"};
    opened.member = found->second.member;
    codes_.erase(found);
    forget_expired(sessions_, now);
    sessions_[opened.token.hex] = opened;
    return accounts_.at(opened.member);
}

Result<Nothing> MemoryTables::audit(room::AuditRow row) {
    AuditHead head;
    if (!audit_.empty()) head = {audit_.back().number, audit_.back().hash};
    audit_.push_back(next_link(head, std::move(row)));
    return Nothing{};
}

std::vector<AuditEntry> MemoryTables::audit_since(std::uint64_t number, std::size_t limit) const {
    const std::size_t from = std::min<std::size_t>(number, audit_.size());
    const std::size_t to = from + std::min(limit, audit_.size() - from);
    return {
        audit_.begin() + static_cast<std::ptrdiff_t>(from),
        audit_.begin() + static_cast<std::ptrdiff_t>(to)
    };
}

}  // namespace holdfast::store
