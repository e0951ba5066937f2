#pragma once

// Every setting of the server, with its default. Sources, each over the one before: these defaults,
// a TOML file, HOLDFAST_<SECTION>_<KEY> in the environment, flags. The example file
// deploy/holdfast.example.toml lists them all (a test compares).

#include "common/error.hpp"
#include "common/json.hpp"

#include <boost/describe/class.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::config {

struct Server {
    static constexpr bool fields_have_defaults = true;
    std::string address = "127.0.0.1";        // empty: every address
    std::uint16_t port = 8080;                // 0: any free one
    std::uint32_t shards = 1;                 // threads that serve clients
    std::string log_level = "info";           // debug, info, warning, error
    std::chrono::milliseconds drain{10'000};  // how long a stop may take before it is hard
};
BOOST_DESCRIBE_STRUCT(Server, (), (address, port, shards, log_level, drain))

struct Tls {
    static constexpr bool fields_have_defaults = true;
    std::string certificate;   // PEM chain; empty: plain HTTP
    std::string key;           // PEM
    bool self_signed = false;  // make a certificate in the data folder, for trying out
};
BOOST_DESCRIBE_STRUCT(Tls, (), (certificate, key, self_signed))

struct Store {
    static constexpr bool fields_have_defaults = true;
    std::string kind = "sqlite";  // sqlite, or memory (nothing survives a stop; for trying out)
    std::string file = "holdfast.db";
};
BOOST_DESCRIBE_STRUCT(Store, (), (kind, file))

struct Redis {
    static constexpr bool fields_have_defaults = true;
    bool enabled = false;
    std::string unix_socket;  // used when not empty
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    std::string password_file;  // empty: no AUTH
    std::chrono::milliseconds deadline{500};
};
BOOST_DESCRIBE_STRUCT(Redis, (), (enabled, unix_socket, host, port, password_file, deadline))

struct Limits {
    static constexpr bool fields_have_defaults = true;
    std::uint32_t connections = 20'000;
    std::uint32_t outbox_bytes = 256 * 1024;  // unsent bytes of one client; more: closed with 4008
    std::chrono::milliseconds idle{60'000};   // silence after which a client is gone
    std::chrono::milliseconds handshake{10'000};
    std::uint32_t command_burst = 40;
    std::chrono::milliseconds command_interval{100};
    std::uint32_t say_burst = 5;
    std::chrono::milliseconds say_interval{1'000};
    std::uint32_t guest_burst = 200;
    std::chrono::milliseconds guest_interval{50};
};
BOOST_DESCRIBE_STRUCT(
    Limits,
    (),
    (connections,
     outbox_bytes,
     idle,
     handshake,
     command_burst,
     command_interval,
     say_burst,
     say_interval,
     guest_burst,
     guest_interval)
)

struct Paths {
    static constexpr bool fields_have_defaults = true;
    std::string content = "server/content";
    std::string ruleset = "moderation/data";
    std::string web = "server/web/dist";  // empty: no pages, the API only
};
BOOST_DESCRIBE_STRUCT(Paths, (), (content, ruleset, web))

struct Config {
    static constexpr bool fields_have_defaults = true;
    Server server;
    Tls tls;
    Store store;
    Redis redis;
    Limits limits;
    Paths paths;
};
BOOST_DESCRIBE_STRUCT(Config, (), (server, tls, store, redis, limits, paths))

// "HOLDFAST_SERVER_PORT" for ("server", "port").
std::string variable_name(std::string_view section, std::string_view key);
bool is_known_variable(const std::string& name);

// Looks a variable up; std::getenv in the server.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Defaults, then the file (if one is named), then the environment. bad_config names file:line:col,
// or the variable.
Result<Config> load(const std::optional<std::filesystem::path>& file, const Environment&);

// All settings as TOML: what --print-config prints.
std::string to_toml(const Config&);

}  // namespace holdfast::config
