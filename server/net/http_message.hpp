#pragma once

// HTTP apart from sockets: what a target means, how an answer looks on the wire.

#include "server/net/connection.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::net {

struct RequestTarget {
    std::string path;   // decoded
    std::string query;  // as sent, without "?"
};

// Reads "/path?query". Nothing where it is not in that form, or decodes to a control character.
std::optional<RequestTarget> parse_target(std::string_view);

// An answer that refuses: {"code": ..., "detail": ...}. `detail` is for developers.
HttpResponse refusal(unsigned status, std::string_view code, std::string_view detail);

// Whether a comma-separated header names `token`, letter case aside.
bool has_token(std::string_view header, std::string_view token);

enum class AfterAnswer { keep_open, close };

// The status line and the fields, to the empty line. Fields whose text would break the line are
// left out.
std::string response_head(const HttpResponse&, AfterAnswer);

}  // namespace holdfast::net
