#pragma once

#include "common/error.hpp"
#include "server/net/client.hpp"

#include <string>

namespace holdfast::load {

enum class Reach { loopback_only, anywhere };

// Reads "http://127.0.0.1:8080", "ws://[::1]:8080" or "https://..."; the host is an address. A
// target that is not this machine is refused unless asked for: load is for one's own servers.
Result<net::Target> parse_target(const std::string& url, Reach reach);

}  // namespace holdfast::load
