#pragma once

#include "server/bus/redis_options.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace holdfast::bus {

// A redis-server of its own, in a folder of its own, on a unix socket and on a free loopback port.
// It dies with this object, and with the test's process.
class RedisServer {
public:
    enum class Begin { running, later };

    explicit RedisServer(Begin begin = Begin::running);
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    void start();   // returns when it answers
    void kill();    // SIGKILL
    void stall();   // SIGSTOP: its sockets stay open and nothing answers
    void resume();  // SIGCONT

    // One command as an administrator; the answer as text, an error as "ERR ...".
    std::string ask(const std::vector<std::string>& command) const;
    // Of INFO, by its name.
    std::uint64_t statistic(const std::string& name) const;

    // Deadlines that a busy machine keeps.
    RedisOptions options() const;
    std::uint16_t port() const { return port_; }

private:
    std::filesystem::path socket() const { return folder_ / "redis.sock"; }

    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    pid_t pid_ = 0;
};

}  // namespace holdfast::bus
