#pragma once

#include <boost/describe/enum.hpp>

#include <cstdint>

namespace holdfast::protocol {

// Why the server closed a connection. 4000-4499: reconnect and resume; 4500-4999: do not.
enum class CloseCode : std::uint16_t {
    restarting = 4001,  // the server goes down in an orderly way; come back with jitter
    slow = 4008,        // the client did not read fast enough; resume by epoch + seq
    resync = 4010,      // the server lost track of the client's rooms; join them again
    bad_token = 4500,
    bad_request = 4501,  // not JSON, not text, too large, too many wrong commands
    removed = 4503,
    too_many_connections = 4504,
};
BOOST_DESCRIBE_ENUM(
    CloseCode, restarting, slow, resync, bad_token, bad_request, removed, too_many_connections
)

}  // namespace holdfast::protocol
