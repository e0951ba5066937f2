#pragma once

#include "server/net/client.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace holdfast::test {

// What a finished program left behind.
struct Finished {
    int status = -1;
    std::string out;
    std::string err;
};

// Runs a program to its end.
Finished run_program(const std::vector<std::string>& arguments);

// A data folder and the server process that works on it; the process can be killed and started
// again on the same data. Without web pages. Stops the process and removes the folder at the end.
class ServerProcess {
public:
    // `settings` are given as --set section.key=value.
    explicit ServerProcess(std::vector<std::string> settings = {});
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    // Starts it and waits until it listens; false where it did not.
    bool start();
    void kill();         // SIGKILL
    void ask_to_stop();  // SIGTERM
    int wait_for_end();  // the exit status
    pid_t pid() const { return pid_; }

    // A new staff account's one-time code.
    std::string add_staff(const std::string& name, const std::string& role);

    net::Target target() const;
    std::string log() const;
    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path store_file() const { return folder_ / "holdfast.db"; }

private:
    std::filesystem::path folder_;
    std::vector<std::string> settings_;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace holdfast::test
