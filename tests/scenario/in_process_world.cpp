#include "tests/scenario/in_process_world.hpp"

#include "server/app/identity.hpp"
#include "server/bus/local_bus.hpp"
#include "server/store/memory_store.hpp"

#include <chrono>
#include <filesystem>
#include <utility>

namespace holdfast::scenario {

namespace {

using namespace std::chrono_literals;

// A connection without a socket: what the session sends is kept for the scenario to read.
class QueueWire final : public Wire, public net::Connection {
public:
    QueueWire(std::uint64_t number, std::unique_ptr<net::ConnectionHandler> handler)
        : number_(number), handler_(std::move(handler)) {
        handler_->on_open(*this);
    }
    ~QueueWire() override { drop(); }

    // Wire: what the client does.
    void send(const std::string& frame) override {
        if (handler_) handler_->on_text(frame);
    }
    void drop() override {
        if (auto handler = std::exchange(handler_, nullptr)) handler->on_closed({});
    }

    // Connection: what the server does.
    void send(net::Frame frame) override { frames.emplace_back(frame.text()); }
    void close(protocol::CloseCode code, std::string_view) override {
        closed_with = static_cast<std::uint16_t>(code);
    }
    std::uint64_t number() const override { return number_; }

private:
    std::uint64_t number_;
    std::unique_ptr<net::ConnectionHandler> handler_;
};

}  // namespace

InProcessWorld::InProcessWorld(app::Ruleset ruleset, app::Content content)
    : ruleset_(std::move(ruleset)),
      content_(std::move(content)),
      store_(store::make_memory_store(ids_)),
      bus_(bus::make_local_bus()) {
    core_ = std::make_unique<app::Core>(
        app::Environment{clock_, ids_, *store_, *bus_, content_, ruleset_, metrics_, app::Limits{}},
        1
    );
    bool is_loaded = false;
    core_->load([&](Result<store::Nothing>) { is_loaded = true; });
    run_until([&] { return is_loaded; }, 5s);
}

InProcessWorld::~InProcessWorld() {
    store_.reset();
}

Result<std::unique_ptr<InProcessWorld>> InProcessWorld::make(const std::string& source) {
    const std::filesystem::path root(source);
    auto moderator = moderation::load_moderator(root / "moderation/data");
    if (!moderator) return moderator.error();
    auto policy = moderation::Policy::load(root / "moderation/data/policy.toml");
    if (!policy) return policy.error();
    auto content = app::Content::load(root / "server/content");
    if (!content) return content.error();
    return std::make_unique<InProcessWorld>(
        app::Ruleset{std::move(*moderator), std::move(*policy)}, std::move(*content)
    );
}

Result<Login> InProcessWorld::log_in(const std::string& name, Role role) {
    const app::Secret token = app::make_token();
    store::Account account;
    account.person.id.value = "m-" + name;
    account.person.name = name;
    account.person.role = role;
    account.created_at = clock_.now();
    store::SessionRow session;
    session.token = token.digest;
    session.member = account.person.id;
    session.created_at = clock_.now();
    session.expires_at = clock_.now() + std::chrono::hours{24 * 30};
    Result<store::Nothing> added = Error{Errc::internal, "the memory store did not answer"};
    store_->add_account(account, session, [&](Result<store::Nothing> r) { added = std::move(r); });
    if (!added) return added.error();
    return Login{token.text, account.person};
}

Result<std::unique_ptr<Wire>> InProcessWorld::connect() {
    return std::unique_ptr<Wire>(std::make_unique<QueueWire>(++connections_, core_->make_session(0))
    );
}

bool InProcessWorld::run_until(
    const std::function<bool()>& is_met, std::chrono::milliseconds limit
) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    boost::asio::io_context& context = core_->shards()[0].context;
    while (!is_met()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        context.restart();
        context.run_one_for(20ms);
    }
    return true;
}

bool InProcessWorld::advance(std::chrono::milliseconds by) {
    clock_.advance(by);
    return true;
}

}  // namespace holdfast::scenario
