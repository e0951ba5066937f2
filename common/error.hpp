#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/describe/enum.hpp>
#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>

namespace holdfast {

// Why something was refused. The names go over the wire (docs: common/protocol/PROTOCOL.md), so a
// new one is added at the end and none is ever renamed.
enum class Errc {
    bad_json,         // not a JSON object
    bad_field,        // a field is missing or does not fit; `field` says which
    unknown_command,  // no command of this type
    not_signed_in,    // the first command must be `hello` with a good token
    bad_token,        // unknown, expired or revoked
    forbidden,        // the role does not allow it
    no_such_room,     // or it is not for this member: the two look the same
    not_joined,       // join the room first
    too_long,         // text over the limit
    too_fast,         // token bucket empty; `retry_after` says when
    no_such_message,
    no_such_case,
    held_by_other,      // somebody else holds the case; `holder` says who
    not_holder,         // claim the case first
    wrong_state,        // the thing is not in a state that allows this; detail says which
    conflict,           // someone else wrote first: reload and decide again
    store_unavailable,  // cannot be made durable now; nothing was lost, nothing was shown
    bus_unavailable,    // the other nodes cannot be told now
    room_closed,
    bad_config,  // a config or content file does not fit; detail says file:line:col
    internal,    // a bug of ours; logged with the connection's id
};
BOOST_DESCRIBE_ENUM(
    Errc,
    bad_json,
    bad_field,
    unknown_command,
    not_signed_in,
    bad_token,
    forbidden,
    no_such_room,
    not_joined,
    too_long,
    too_fast,
    no_such_message,
    no_such_case,
    held_by_other,
    not_holder,
    wrong_state,
    conflict,
    store_unavailable,
    bus_unavailable,
    room_closed,
    bad_config,
    internal
)

// `detail` is for the log and for developers; it never holds the text of a message.
struct Error {
    Errc code = Errc::internal;
    std::string detail;
};

template <class T>
using Result = boost::system::result<T, Error>;

// Found by result<T>::value(): an unchecked error is a bug and surfaces as an exception.
[[noreturn]] inline void
throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error(error.detail.empty() ? "unchecked error" : error.detail);
}

}  // namespace holdfast
