#include "tests/integration/server/process.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace holdfast::test {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string read_file(const fs::path& path) {
    std::ifstream stream(path);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

fs::path make_folder() {
    std::string shape = (fs::temp_directory_path() / "holdfast-test-XXXXXX").string();
    return mkdtemp(shape.data());
}

pid_t spawn(const std::vector<std::string>& arguments, const fs::path& out, const fs::path& err) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    constexpr int flags = O_WRONLY | O_CREAT | O_APPEND;
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), flags, 0600);
    pid_t pid = -1;
    if (posix_spawn(&pid, argv[0], &files, nullptr, argv.data(), environ) != 0) pid = -1;
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

int wait_for(pid_t pid) {
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string program(const char* name) {
    return std::string(HOLDFAST_BIN_DIR "/") + name;
}

}  // namespace

Finished run_program(const std::vector<std::string>& arguments) {
    const fs::path folder = make_folder();
    Finished finished;
    std::vector<std::string> whole = arguments;
    whole.front() = program(arguments.front().c_str());
    const pid_t pid = spawn(whole, folder / "out", folder / "err");
    if (pid > 0) finished.status = wait_for(pid);
    finished.out = read_file(folder / "out");
    finished.err = read_file(folder / "err");
    fs::remove_all(folder);
    return finished;
}

ServerProcess::ServerProcess(std::vector<std::string> settings)
    : folder_(make_folder()), settings_(std::move(settings)) {}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) kill();
    fs::remove_all(folder_);
}

bool ServerProcess::start() {
    const std::string root = HOLDFAST_SOURCE_DIR;
    std::vector<std::string> arguments{program("holdfast-server")};
    const auto set = [&](const std::string& setting) {
        arguments.push_back("--set");
        arguments.push_back(setting);
    };
    set("server.port=0");
    set("store.file=" + store_file().string());
    set("paths.content=" + root + "/server/content");
    set("paths.ruleset=" + root + "/moderation/data");
    set("paths.web=");
    for (const std::string& setting : settings_)
        set(setting);
    fs::remove(folder_ / "started");
    pid_ = spawn(arguments, folder_ / "started", folder_ / "log");
    for (int i = 0; pid_ > 0 && i < 1500; ++i) {
        const std::string started = read_file(folder_ / "started");
        const std::size_t at = started.find("port ");
        if (at != std::string::npos && started.ends_with('\n')) {
            port_ = static_cast<std::uint16_t>(std::stoi(started.substr(at + 5)));
            return true;
        }
        if (waitpid(pid_, nullptr, WNOHANG) == pid_) break;
        std::this_thread::sleep_for(20ms);
    }
    pid_ = -1;
    return false;
}

void ServerProcess::kill() {
    ::kill(pid_, SIGKILL);
    wait_for(pid_);
    pid_ = -1;
}

void ServerProcess::ask_to_stop() {
    ::kill(pid_, SIGTERM);
}

int ServerProcess::wait_for_end() {
    const int status = wait_for(pid_);
    pid_ = -1;
    return status;
}

std::string ServerProcess::add_staff(const std::string& name, const std::string& role) {
    const Finished added = run_program(
        {"holdfastctl", "--store", store_file().string(), "staff", "add", name, "--role", role}
    );
    return added.out.substr(0, added.out.find('\n'));
}

net::Target ServerProcess::target() const {
    net::Target target;
    target.port = port_;
    return target;
}

std::string ServerProcess::log() const {
    return read_file(folder_ / "log");
}

}  // namespace holdfast::test
