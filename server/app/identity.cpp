#include "server/app/identity.hpp"

#include "server/app/await_store.hpp"
#include "server/app/content.hpp"

#include <array>
#include <cctype>
#include <cstring>
#include <sodium.h>

namespace holdfast::app {

namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

// How long a session lives, used or not.
constexpr auto member_session = std::chrono::hours{24 * 30};
constexpr auto staff_session = 12h;

// Crockford's digits: no I, L, O, U.
constexpr std::string_view code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

store::Digest digest_of(std::string_view secret) {
    std::array<unsigned char, 32> hash{};
    crypto_generichash(
        hash.data(),
        hash.size(),
        reinterpret_cast<const unsigned char*>(secret.data()),
        secret.size(),
        nullptr,
        0
    );
    std::array<char, hash.size() * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return {std::string(hex.data())};
}

Secret make_token() {
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.resize(std::strlen(text.c_str()));
    return {text, digest_of(text)};
}

Secret make_sign_in_code() {
    std::string letters;
    std::string shown;
    for (int i = 0; i < 16; ++i) {
        const char letter = code_letters[randombytes_uniform(code_letters.size())];
        letters += letter;
        if (i > 0 && i % 4 == 0) shown += '-';
        shown += letter;
    }
    return {shown, digest_of(letters)};
}

std::string normalized_code(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        // What people type for the letters that are not used.
        if (upper == 'O') {
            code += '0';
        } else if (upper == 'I' || upper == 'L') {
            code += '1';
        } else if (code_letters.find(upper) != std::string_view::npos) {
            code += upper;
        }
    }
    return code;
}

Identity::Identity(const Environment& env)
    : env_(env), guests_(env.limits.guest_burst, env.limits.guest_interval, env.clock.now()) {}

awaitable<Result<Identity::SignedIn>> Identity::make_guest() {
    const Timestamp now = env_.clock.now();
    {
        const std::lock_guard lock(mutex_);
        if (!guests_.take(now)) co_return Error{Errc::too_fast, "many people arrive now"};
    }
    SignedIn signed_in;
    signed_in.who.id.value = env_.ids.next();
    std::uint64_t random = 0;
    randombytes_buf(&random, sizeof random);
    signed_in.who.name = env_.content.generated_name(random);
    const Secret token = make_token();
    signed_in.token = token.text;

    store::Account account;
    account.person = signed_in.who;
    account.created_at = now;
    store::SessionRow session;
    session.token = token.digest;
    session.member = signed_in.who.id;
    session.created_at = now;
    session.expires_at = now + member_session;
    const auto added = co_await await_store<store::Nothing>([&](auto done) {
        env_.store.add_account(account, session, std::move(done));
    });
    if (!added) co_return added.error();
    co_return signed_in;
}

awaitable<Result<Identity::SignedIn>> Identity::sign_in(std::string code) {
    const Timestamp now = env_.clock.now();
    const Secret token = make_token();
    store::SessionRow session;
    session.token = token.digest;
    session.created_at = now;
    session.expires_at = now + staff_session;
    const store::Digest digest = digest_of(normalized_code(code));
    const auto account = co_await await_store<store::Account>([&](auto done) {
        env_.store.redeem_sign_in_code(digest, session, now, std::move(done));
    });
    if (!account) co_return account.error();
    SignedIn signed_in;
    signed_in.token = token.text;
    signed_in.who = account->person;
    co_return signed_in;
}

awaitable<Result<store::Account>> Identity::find(std::string token) {
    const store::Digest digest = digest_of(token);
    const Timestamp now = env_.clock.now();
    auto account = co_await await_store<store::Account>([&](auto done) {
        env_.store.session(digest, now, std::move(done));
    });
    co_return account;
}

awaitable<Result<store::Nothing>> Identity::sign_out(std::string token) {
    const store::Digest digest = digest_of(token);
    auto ended = co_await await_store<store::Nothing>([&](auto done) {
        env_.store.end_session(digest, std::move(done));
    });
    co_return ended;
}

}  // namespace holdfast::app
