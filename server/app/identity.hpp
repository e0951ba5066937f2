#pragma once

#include "common/error.hpp"
#include "common/token_bucket.hpp"
#include "server/app/environment.hpp"
#include "server/store/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <string>
#include <string_view>

namespace holdfast::app {

// A secret that was given out and what the store keeps of it.
struct Secret {
    std::string text;
    store::Digest digest;
};

store::Digest digest_of(std::string_view secret);
// 256 bits, base64url: a session's token.
Secret make_token();
// 80 bits in groups of four, without look-alike letters: a one-time sign-in code to be typed.
Secret make_sign_in_code();
// What was typed, without its dashes and spaces, in upper case.
std::string normalized_code(std::string_view typed);

// Who somebody is: guests and staff get a session, a session is found by its token. Only digests
// reach the store. Any shard's thread; coroutines go on upon their caller's executor.
class Identity {
public:
    explicit Identity(const Environment& env);

    struct SignedIn {
        std::string token;
        protocol::Person who;
    };

    // A new member with a generated name; too_fast when very many arrive at once.
    boost::asio::awaitable<Result<SignedIn>> make_guest();
    // A staff account by its one-time code.
    boost::asio::awaitable<Result<SignedIn>> sign_in(std::string code);
    boost::asio::awaitable<Result<store::Account>> find(std::string token);
    boost::asio::awaitable<Result<store::Nothing>> sign_out(std::string token);

private:
    const Environment& env_;
    std::mutex mutex_;  // of guests_: HTTP requests come on any shard
    TokenBucket guests_;
};

}  // namespace holdfast::app
