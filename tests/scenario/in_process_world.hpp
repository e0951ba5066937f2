#pragma once

#include "common/clock.hpp"
#include "common/ids.hpp"
#include "common/metrics.hpp"
#include "server/app/content.hpp"
#include "server/app/core.hpp"
#include "server/app/environment.hpp"
#include "server/bus/bus.hpp"
#include "server/store/store.hpp"
#include "tests/scenario/world.hpp"

#include <memory>
#include <string>

namespace holdfast::scenario {

// The whole application in one thread, without sockets: memory store, local bus, manual clock, and
// the ruleset and content that we ship. Connections are queues.
class InProcessWorld final : public World {
public:
    InProcessWorld(app::Ruleset ruleset, app::Content content);
    ~InProcessWorld() override;

    // Built from the data files below `source`.
    static Result<std::unique_ptr<InProcessWorld>> make(const std::string& source);

    Result<Login> log_in(const std::string& name, Role role) override;
    Result<std::unique_ptr<Wire>> connect() override;
    bool run_until(const std::function<bool()>& is_met, std::chrono::milliseconds limit) override;
    bool advance(std::chrono::milliseconds by) override;

    app::Core& core() { return *core_; }
    store::Store& store() { return *store_; }

private:
    ManualClock clock_;
    CountingIds ids_;
    Metrics metrics_;
    app::Ruleset ruleset_;
    app::Content content_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<bus::Bus> bus_;
    std::unique_ptr<app::Core> core_;
    std::uint64_t connections_ = 0;
};

}  // namespace holdfast::scenario
