#include "server/app/server.hpp"

#include "common/log.hpp"
#include "common/protocol/types.hpp"
#include "server/bus/local_bus.hpp"
#include "server/bus/redis_bus.hpp"
#include "server/store/memory_store.hpp"
#include "server/store/sqlite_store.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <utility>

namespace holdfast::app {

namespace {

using namespace std::chrono_literals;

Error bad_config(std::string detail) {
    return {Errc::bad_config, std::move(detail)};
}

Limits limits_of(const config::Limits& from) {
    Limits limits;
    limits.command_burst = static_cast<int>(from.command_burst);
    limits.command_interval = from.command_interval;
    limits.say_burst = static_cast<int>(from.say_burst);
    limits.say_interval = from.say_interval;
    limits.guest_burst = static_cast<int>(from.guest_burst);
    limits.guest_interval = from.guest_interval;
    return limits;
}

Result<Ruleset> load_ruleset(const std::filesystem::path& folder) {
    auto moderator = moderation::load_moderator(folder);
    if (!moderator) return moderator.error();
    auto policy = moderation::Policy::load(folder / "policy.toml");
    if (!policy) return policy.error();
    return Ruleset{std::move(*moderator), std::move(*policy)};
}

Result<std::unique_ptr<store::Store>> open_store(const config::Store& config, IdSource& ids) {
    if (config.kind == "memory") return store::make_memory_store(ids);
    if (config.kind == "sqlite") return store::open_sqlite_store(config.file, ids);
    return bad_config("store.kind: expected sqlite or memory");
}

Result<std::string> read_secret(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string secret;
    if (!std::getline(stream, secret)) return bad_config(file.string() + ": cannot be read");
    return secret;
}

Result<std::unique_ptr<bus::Bus>> make_bus(
    const config::Redis& config, boost::asio::io_context& context, std::string node
) {
    if (!config.enabled) return bus::make_local_bus();
    bus::RedisOptions options;
    options.unix_socket = config.unix_socket;
    options.host = config.host;
    options.port = config.port;
    options.deadline = config.deadline;
    if (!config.password_file.empty()) {
        auto password = read_secret(config.password_file);
        if (!password) return password.error();
        options.password = std::move(*password);
    }
    return bus::make_redis_bus(context, std::move(options), std::move(node));
}

Result<std::optional<net::TlsFiles>> tls_files(const config::Config& config) {
    const config::Tls& tls = config.tls;
    if (tls.certificate.empty() != tls.key.empty()) {
        return bad_config("tls: certificate and key belong together");
    }
    std::optional<net::TlsFiles> files;
    if (!tls.certificate.empty()) {
        files.emplace(net::TlsFiles{tls.certificate, tls.key});
    } else if (tls.self_signed) {
        const auto folder = std::filesystem::absolute(config.store.file).parent_path();
        auto made = net::make_self_signed(folder, "localhost");
        if (!made) return made.error();
        files.emplace(std::move(*made));
    }
    return files;
}

// A card or note that the policy names but no language has would leave an author without a word.
Result<store::Nothing> check_words(const moderation::Policy& policy, const Content& content) {
    for (const std::string& card : policy.card_ids()) {
        if (!content.has_card(card)) return bad_config("policy: no content for card " + card);
    }
    for (const std::string& note : policy.note_ids()) {
        if (!content.has_note(note)) return bad_config("policy: no content for note " + note);
    }
    return store::Nothing{};
}

}  // namespace

Server::Server(const config::Config& config) : config_(config) {}

Result<std::unique_ptr<Server>> Server::open(const config::Config& config) {
    std::unique_ptr<Server> server(new Server(config));
    auto built = server->build();
    if (!built) return built.error();
    return server;
}

Result<store::Nothing> Server::build() {
    auto content = Content::load(config_.paths.content);
    if (!content) return content.error();
    content_.emplace(std::move(*content));

    auto ruleset = load_ruleset(config_.paths.ruleset);
    if (!ruleset) return ruleset.error();
    ruleset_.emplace(std::move(*ruleset));
    auto words = check_words(ruleset_->policy, *content_);
    if (!words) return words.error();

    if (!config_.paths.web.empty()) {
        auto pages = net::StaticFiles::load(config_.paths.web);
        if (!pages) return pages.error();
        pages_.emplace(std::move(*pages));
    }
    auto store = open_store(config_.store, ids_);
    if (!store) return store.error();
    store_ = std::move(*store);

    auto bus = make_bus(config_.redis, bus_context_, ids_.next());
    if (!bus) return bus.error();
    bus_ = std::move(*bus);

    if (config_.server.shards == 0) return bad_config("server.shards: must be at least 1");
    core_ = std::make_unique<Core>(
        Environment{
            clock_, ids_, *store_, *bus_, *content_, *ruleset_, metrics_, limits_of(config_.limits)
        },
        config_.server.shards
    );

    net::ListenOptions options;
    options.address = config_.server.address;
    options.port = config_.server.port;
    options.subprotocol = protocol::subprotocol;
    options.limits.max_frame = protocol::max_frame_bytes;
    options.limits.max_outbox = config_.limits.outbox_bytes;
    options.limits.max_connections = config_.limits.connections;
    options.limits.idle = config_.limits.idle;
    options.limits.handshake = config_.limits.handshake;
    auto files = tls_files(config_);
    if (!files) return files.error();
    options.tls = std::move(*files);

    std::vector<net::ShardEntry> entries;
    for (std::size_t i = 0; i < core_->shards().size(); ++i) {
        apis_.push_back(std::make_unique<HttpApi>(*core_, i, pages_ ? &*pages_ : nullptr));
        entries.push_back({core_->shards()[i].context, *apis_.back()});
    }
    auto listener = net::Listener::open(std::move(options), std::move(entries));
    if (!listener) return listener.error();
    listener_ = std::move(*listener);
    return store::Nothing{};
}

Result<store::Nothing> Server::load_cases() {
    std::promise<Result<store::Nothing>> loaded;
    boost::asio::post(core_->shards().control().context, [&] {
        core_->load([&](Result<store::Nothing> result) { loaded.set_value(std::move(result)); });
    });
    return loaded.get_future().get();
}

bool Server::run() {
    const auto start = [this](boost::asio::io_context& context) {
        guards_.emplace_back(context.get_executor());
        threads_.emplace_back([&context] { context.run(); });
    };
    for (std::size_t i = 0; i < core_->shards().size(); ++i)
        start(core_->shards()[i].context);
    start(bus_context_);

    bool is_clean = true;
    if (const auto loaded = load_cases()) {
        listener_->start();
        log::info("server.started", {{"port", port()}, {"shards", core_->shards().size()}});
        is_stopping_.wait(false);
        log::info("server.draining", {{"connections", listener_->connections()}});
        is_clean = drain();
    } else {
        log::error("server.no_cases", {log::Field::note("why", loaded.error().detail)});
        is_clean = false;
    }
    guards_.clear();
    for (std::size_t i = 0; i < core_->shards().size(); ++i)
        core_->shards()[i].context.stop();
    bus_context_.stop();
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
    log::info("server.stopped", {{"clean", is_clean ? 1 : 0}});
    return is_clean;
}

bool Server::drain() {
    const auto deadline = std::chrono::steady_clock::now() + config_.server.drain;
    listener_->stop_accepting();
    listener_->close_all(protocol::CloseCode::restarting);
    while (listener_->connections() > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(10ms);
    }
    // A probe is durable after everything that was asked before it.
    auto flushed = std::make_shared<std::promise<void>>();
    store_->probe([flushed](Result<store::Nothing>) { flushed->set_value(); });
    const bool is_flushed = flushed->get_future().wait_until(deadline) == std::future_status::ready;
    return is_flushed && listener_->connections() == 0;
}

void Server::stop() {
    is_stopping_ = true;
    is_stopping_.notify_all();
}

Server::~Server() {
    // The store completes what it holds, into contexts that run no more; so it goes before them.
    listener_.reset();
    store_.reset();
    bus_.reset();
}

}  // namespace holdfast::app
