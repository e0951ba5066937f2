// holdfast-server: reads its config, checks everything, then serves until SIGTERM or SIGINT.
// Exit status: 0 clean stop, 1 stopped hard, 2 wrong usage or config (one line on stderr).

#include "common/config.hpp"
#include "common/log.hpp"
#include "server/app/server.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace holdfast;

constexpr int exit_hard = 1;
constexpr int exit_config = 2;

std::string version_text() {
    return "holdfast-server " HOLDFAST_VERSION;
}

int refuse(const Error& error) {
    std::cerr << "holdfast-server: " << error.detail << "\n";
    return exit_config;
}

std::optional<log::Severity> severity(const std::string& name) {
    static const std::map<std::string, log::Severity> known{
        {"debug", log::Severity::debug},
        {"info", log::Severity::info},
        {"warning", log::Severity::warning},
        {"error", log::Severity::error}
    };
    const auto found = known.find(name);
    if (found == known.end()) return {};
    return found->second;
}

// `--set section.key=value` wins over the variable HOLDFAST_SECTION_KEY.
Result<std::map<std::string, std::string>> overrides(const std::vector<std::string>& settings) {
    std::map<std::string, std::string> variables;
    for (const std::string& setting : settings) {
        const std::size_t dot = setting.find('.');
        const std::size_t equals = setting.find('=');
        if (dot == std::string::npos || equals == std::string::npos || dot > equals) {
            return Error{Errc::bad_config, "--set " + setting + ": expected section.key=value"};
        }
        const std::string section = setting.substr(0, dot);
        const std::string key = setting.substr(dot + 1, equals - dot - 1);
        const std::string name = config::variable_name(section, key);
        if (!config::is_known_variable(name)) {
            return Error{Errc::bad_config, "--set " + setting + ": no such setting"};
        }
        variables[name] = setting.substr(equals + 1);
    }
    return variables;
}

int serve(const config::Config& config) {
    auto opened = app::Server::open(config);
    if (!opened) return refuse(opened.error());
    app::Server& server = **opened;
    log::start(*severity(config.server.log_level));

    // Signals are taken by one thread that waits for them; every other thread blocks them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    std::thread waiting([&] {
        int signal = 0;
        sigwait(&signals, &signal);
        server.stop();
        // A second signal means now.
        sigwait(&signals, &signal);
        _exit(exit_hard);
    });
    waiting.detach();
    std::cout << "holdfast-server: listening on port " << server.port() << std::endl;
    const bool is_clean = server.run();
    log::stop();
    return is_clean ? 0 : exit_hard;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Holdfast: a moderated peer support chat server"};
    std::string file;
    std::vector<std::string> settings;
    bool check = false;
    bool print = false;
    cli.add_option("--config", file, "TOML file with the settings");
    cli.add_option("--set", settings, "section.key=value, over file and environment");
    cli.add_flag("--check-config", check, "check config, content, policy and port, then stop");
    cli.add_flag("--print-config", print, "print all settings as they would be used");
    cli.set_version_flag("--version", version_text());
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : exit_config;
    }

    const auto overridden = overrides(settings);
    if (!overridden) return refuse(overridden.error());
    const auto variable = [&](const std::string& name) -> std::optional<std::string> {
        const auto found = overridden->find(name);
        if (found != overridden->end()) return found->second;
        const char* value = std::getenv(name.c_str());
        if (!value) return {};
        return std::string(value);
    };
    std::optional<std::filesystem::path> path;
    if (!file.empty()) path = file;
    const auto config = config::load(path, variable);
    if (!config) return refuse(config.error());
    if (!severity(config->server.log_level)) {
        return refuse({Errc::bad_config, "server.log_level: expected debug, info, warning, error"});
    }
    if (print) {
        std::cout << config::to_toml(*config);
        return 0;
    }

    // Before any thread starts, so that all inherit it. A peer that is gone is an error code.
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);

    if (check) {
        const auto opened = app::Server::open(*config);
        if (!opened) return refuse(opened.error());
        std::cout << "holdfast-server: config is good\n";
        return 0;
    }
    return serve(*config);
}
