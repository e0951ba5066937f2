#include "tests/contract/bus_redis_server.hpp"

#include "tests/contract/bus_node.hpp"

#include <hiredis/hiredis.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace holdfast::bus {

namespace {

constexpr const char* password = "a password of the tests";

std::filesystem::path new_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "holdfast-redis-XXXXXX");
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder for redis-server");
    return pattern;
}

std::uint16_t free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0) {
        throw std::runtime_error("no free port");
    }
    getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
    close(probe);
    return ntohs(address.sin_port);
}

}  // namespace

RedisServer::RedisServer(Begin begin) : folder_(new_folder()), port_(free_port()) {
    if (begin == Begin::running) start();
}

RedisServer::~RedisServer() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::start() {
    const std::string path = socket();
    const std::string port = std::to_string(port_);
    const std::string log = folder_ / "log";
    const std::vector<const char*> arguments{
        "redis-server",
        "--unixsocket",
        path.c_str(),
        "--port",
        port.c_str(),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        folder_.c_str(),
        "--requirepass",
        password,
        "--logfile",
        log.c_str(),
        nullptr
    };
    pid_ = fork();
    if (pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execvp(arguments[0], const_cast<char* const*>(arguments.data()));
        _exit(127);
    }
    if (!eventually([this] { return ask({"PING"}) == "PONG"; })) {
        throw std::runtime_error("redis-server does not answer");
    }
}

void RedisServer::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

void RedisServer::stall() {
    ::kill(pid_, SIGSTOP);
}
void RedisServer::resume() {
    ::kill(pid_, SIGCONT);
}

std::string RedisServer::ask(const std::vector<std::string>& command) const {
    const timeval deadline{2, 0};
    const std::string path = socket();
    const std::unique_ptr<redisContext, decltype(&redisFree)> redis(
        redisConnectUnixWithTimeout(path.c_str(), deadline), redisFree
    );
    if (!redis || redis->err) return "ERR not connected";
    redisSetTimeout(redis.get(), deadline);
    freeReplyObject(redisCommand(redis.get(), "AUTH %s", password));
    std::vector<const char*> words;
    std::vector<std::size_t> sizes;
    for (const std::string& word : command) {
        words.push_back(word.data());
        sizes.push_back(word.size());
    }
    auto* reply = static_cast<redisReply*>(
        redisCommandArgv(redis.get(), static_cast<int>(words.size()), words.data(), sizes.data())
    );
    if (!reply) return "ERR no answer";
    const std::string answer = reply->str ? std::string(reply->str, reply->len) : "";
    freeReplyObject(reply);
    return answer;
}

std::uint64_t RedisServer::statistic(const std::string& name) const {
    const std::string all = ask({"INFO"});
    const std::size_t at = all.find(name + ":");
    return at == std::string::npos ? 0 : std::stoull(all.substr(at + name.size() + 1));
}

RedisOptions RedisServer::options() const {
    RedisOptions options;
    options.unix_socket = socket();
    options.password = password;
    options.deadline = 5s;
    options.reconnect_after = 20ms;
    return options;
}

}  // namespace holdfast::bus
