#pragma once

#include "server/store/sqlite/database.hpp"
#include "server/store/store.hpp"

namespace holdfast::store::sqlite {

// The calls of Store on accounts, sessions and sign-in codes, inside the caller's transaction.

Result<Nothing> add_account(Database&, const Account&, const std::optional<SessionRow>&);
Result<std::vector<Account>> accounts(Database&, const std::vector<MemberId>&);
Result<std::optional<Account>> staff_named(Database&, const std::string& name);
Result<std::vector<Account>> staff(Database&);

Result<Account> session(Database&, const Digest& token, Timestamp now);
Result<Nothing> end_session(Database&, const Digest& token);

Result<Nothing> add_sign_in_code(Database&, const SignInCode&, const room::AuditRow&);
Result<Account> redeem_sign_in_code(
    Database&, const Digest& code, SessionRow opened, Timestamp now
);

}  // namespace holdfast::store::sqlite
