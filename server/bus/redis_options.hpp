#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace holdfast::bus {

struct RedisOptions {
    std::string unix_socket;  // used when not empty
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    std::string password;  // empty: no AUTH
    std::string prefix = "holdfast:";
    std::chrono::milliseconds deadline{500};     // on every call; a late one drops the connection
    std::chrono::milliseconds ping_every{1000};  // notices a stalled server
    std::chrono::milliseconds reconnect_after{200};  // doubles up to ten times that, with jitter
};

}  // namespace holdfast::bus
