// holdfast-load: scripted clients over the public protocol.
//   play FILE.chat   plays a conversation against a running server, step by step
//   run              many members who talk at a rate; prints percentiles, checks order and loss
// Exit status: 0 all well, 1 something was missing, late, lost or out of order, 2 wrong usage.

#include "tests/load/swarm.hpp"
#include "tests/load/target.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/socket_world.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace holdfast;

constexpr int exit_failed = 1;
constexpr int exit_usage = 2;

int refuse(const Error& error, int status) {
    std::cerr << "holdfast-load: " << error.detail << "\n";
    return status;
}

int play_chat(
    const net::Target& target,
    const std::string& file,
    const std::vector<std::string>& staff,
    std::chrono::milliseconds patience,
    bool print_latencies
) {
    const auto steps = scenario::read_steps(file);
    if (!steps) return refuse(steps.error(), exit_usage);
    std::map<std::string, std::string> codes;
    for (const std::string& pair : staff) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos) {
            return refuse({Errc::bad_config, "--staff: expected NAME=CODE"}, exit_usage);
        }
        codes[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    scenario::SocketWorld world(target, std::move(codes));
    scenario::Player player(world, patience);
    const auto result = player.play(*steps);
    if (print_latencies) {
        for (const scenario::Played& played : player.played()) {
            std::printf(
                "%9.2f ms  %s\n",
                static_cast<double>(played.took.count()) / 1000.0,
                played.step.text.c_str()
            );
        }
    }
    if (!result) return refuse(result.error(), exit_failed);
    std::printf("%zu steps passed\n", player.played().size());
    return 0;
}

void print(const char* name, const load::Percentiles& p) {
    std::printf(
        "%-14s %8zu   p50 %8.2f ms   p90 %8.2f ms   p99 %8.2f ms   max %8.2f ms\n",
        name,
        p.count,
        p.p50,
        p.p90,
        p.p99,
        p.max
    );
}

int run_swarm(const load::Workload& workload) {
    const auto report = load::run(workload);
    if (!report) return refuse(report.error(), exit_failed);
    std::printf(
        "%zu members in %zu rooms, %zu messages said in %.0f s, %zu refused, %zu held\n",
        report->joined,
        workload.rooms.size(),
        report->said,
        report->seconds,
        report->refused,
        report->held
    );
    print("acknowledged", report->acknowledged);
    print("delivered", report->delivered);
    std::printf(
        "missing %zu, out of order %zu, lost connections %zu\n",
        report->missing,
        report->out_of_order,
        report->lost_connections
    );
    const bool is_well =
        report->missing == 0 && report->out_of_order == 0 && report->lost_connections == 0;
    return is_well ? 0 : exit_failed;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Scripted clients for a Holdfast server"};
    cli.require_subcommand(1);
    cli.set_version_flag("--version", "holdfast-load " HOLDFAST_VERSION);
    std::string url;
    bool any_target = false;
    const auto add_target = [&](CLI::App& command) {
        command.add_option("--target", url, "http://ADDRESS:PORT or https://...")->required();
        command.add_flag("--any-target", any_target, "allow servers other than this machine");
    };

    CLI::App& play_command = *cli.add_subcommand("play", "play a .chat file");
    std::string file;
    std::vector<std::string> staff;
    int patience = 5000;
    bool latencies = false;
    play_command.add_option("file", file)->required();
    play_command.add_option("--staff", staff, "NAME=CODE, a one-time sign-in code");
    play_command.add_option("--patience", patience, "milliseconds that a step may take");
    play_command.add_flag("--latencies", latencies, "print how long each step took");
    add_target(play_command);

    CLI::App& run_command = *cli.add_subcommand("run", "members who talk");
    load::Workload workload;
    workload.rooms = {
        "arrivals",
        "harbour",
        "lighter-steps",
        "quiet-company",
        "new-pattern",
        "everyday",
        "turning-toward",
        "thoughts-and-steps"
    };
    int seconds = 10;
    std::vector<std::string> rooms;
    run_command.add_option("--members", workload.members)->check(CLI::Range(1, 20'000));
    run_command.add_option("--room", rooms, "a room to use; may be given several times");
    run_command.add_option("--rate", workload.rate, "messages a second, over all rooms")
        ->check(CLI::Range(0.01, 100'000.0));
    run_command.add_option("--seconds", seconds)->check(CLI::Range(1, 3600));
    add_target(run_command);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : exit_usage;
    }
    const auto target =
        load::parse_target(url, any_target ? load::Reach::anywhere : load::Reach::loopback_only);
    if (!target) return refuse(target.error(), exit_usage);
    if (play_command) {
        return play_chat(*target, file, staff, std::chrono::milliseconds{patience}, latencies);
    }
    workload.target = *target;
    if (!rooms.empty()) workload.rooms = rooms;
    workload.duration = std::chrono::seconds{seconds};
    return run_swarm(workload);
}
