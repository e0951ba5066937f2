#pragma once

#include "common/protocol/commands.hpp"
#include "common/protocol/events.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace holdfast::protocol {

struct Request {
    Ref ref;
    Command command;
};

// Reads one text frame from a client. What does not fit comes back as the refusal to send: it names
// the field and carries the ref wherever that could be read. Unknown fields are ignored. Limits:
// ids max_id_bytes, no empty ids, texts max_text_code_points; the frame itself is UTF-8 already
// (net).
std::variant<Request, Refused> decode(std::string_view frame);

std::string encode(const Reply&);
std::string encode(const Event&);
// For scripted clients.
std::string encode(const Request&);

// Reads one text frame from a server: for scripted clients and tests.
Result<std::variant<Reply, Event>> decode_from_server(std::string_view frame);

}  // namespace holdfast::protocol
