#pragma once

#include "common/clock.hpp"
#include "common/config.hpp"
#include "common/error.hpp"
#include "common/ids.hpp"
#include "common/metrics.hpp"
#include "server/app/content.hpp"
#include "server/app/core.hpp"
#include "server/app/environment.hpp"
#include "server/app/http_api.hpp"
#include "server/bus/bus.hpp"
#include "server/net/listener.hpp"
#include "server/net/static_files.hpp"
#include "server/store/store.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace holdfast::app {

// The composition root: builds every part in order, runs the threads, and takes all down in
// reverse. Owned by main; every call but stop() on main's thread.
class Server {
public:
    // Reads and checks everything there is to check (content, policy, pages, certificate, store,
    // port) before anything starts. bad_config holds the one line to print.
    static Result<std::unique_ptr<Server>> open(const config::Config&);
    ~Server();

    std::uint16_t port() const { return listener_->port(); }

    // Serves until stop(); then drains: no new sockets, every session is told to come back (4001),
    // what was asked is made durable. Returns whether all that fitted into the drain time.
    bool run();

    // From a signal handler's thread or any other.
    void stop();

private:
    explicit Server(const config::Config&);

    Result<store::Nothing> build();
    Result<store::Nothing> load_cases();
    bool drain();

    config::Config config_;
    SystemClock clock_;
    RandomIds ids_;
    Metrics metrics_;
    std::optional<Content> content_;
    std::optional<Ruleset> ruleset_;
    std::optional<net::StaticFiles> pages_;
    std::unique_ptr<store::Store> store_;
    boost::asio::io_context bus_context_{1};
    std::unique_ptr<bus::Bus> bus_;
    // Outlive the contexts in core_, whose connections refer to them until they are destroyed.
    std::vector<std::unique_ptr<HttpApi>> apis_;
    std::unique_ptr<Core> core_;
    std::unique_ptr<net::Listener> listener_;
    std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
    std::vector<std::thread> threads_;
    std::atomic<bool> is_stopping_{false};
};

}  // namespace holdfast::app
