#include "server/net/listener.hpp"

#include "common/log.hpp"
#include "server/net/asio.hpp"
#include "server/net/http_session.hpp"
#include "server/net/seat.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace holdfast::net {

namespace {

using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

constexpr std::chrono::milliseconds pause_after_error{100};
// Sockets over the limit that may still be open to be told so; more are closed unheard.
constexpr std::size_t refusal_seats = 64;

Error in_the_way(const ListenOptions& options, const error_code& error) {
    const std::string where = options.address.empty() ? "every address" : options.address;
    return {
        Errc::bad_config,
        "cannot listen on " + where + ", port " + std::to_string(options.port) + ": " +
            error.message()
    };
}

error_code listen(Acceptor& acceptor, const tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (error) return error;
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (error) return error;
    if (endpoint.protocol() == tcp::v6() && endpoint.address().is_unspecified()) {
        // One socket for both families.
        acceptor.set_option(asio::ip::v6_only(false), error);
        if (error) return error;
    }
    acceptor.bind(endpoint, error);
    if (error) return error;
    acceptor.listen(tcp::acceptor::max_listen_connections, error);
    return error;
}

// The acceptor and the halls of all shards. Alive as long as the listener or a pending operation
// needs it. The acceptor belongs to the first shard's thread once started.
struct Doors {
    Doors(std::shared_ptr<Terms> with, asio::io_context& first)
        : terms(std::move(with)), acceptor(first) {}

    std::shared_ptr<Terms> terms;
    Acceptor acceptor;
    std::vector<std::shared_ptr<Hall>> halls;
};

void admit(Socket socket, std::shared_ptr<Hall> hall) {
    const Limits& limits = hall->terms->options.limits;
    auto seat = std::make_unique<Seat>(hall);
    if (seat->number_in() > limits.max_connections + refusal_seats) return;
    asio::post(hall->context, [socket = std::move(socket), seat = std::move(seat)]() mutable {
        if (!seat->hall().terms->is_accepting) return;
        serve(std::move(socket), std::move(seat));
    });
}

asio::awaitable<void> accept_all(std::shared_ptr<Doors> doors) {
    Timer pause(doors->acceptor.get_executor());
    bool is_failing = false;
    for (std::size_t turn = 0; doors->terms->is_accepting; ++turn) {
        const std::shared_ptr<Hall> hall = doors->halls[turn % doors->halls.size()];
        auto [error, socket] =
            co_await doors->acceptor.async_accept(hall->context.get_executor(), tuple);
        if (!doors->terms->is_accepting) break;
        if (!error) {
            is_failing = false;
            admit(std::move(socket), hall);
            continue;
        }
        // Out of descriptors or memory: others must end before it gets better.
        if (!is_failing) {
            log::warning("accept_failed", {log::Field::note("why", error.message())});
        }
        is_failing = true;
        pause.expires_after(pause_after_error);
        co_await pause.async_wait(tuple);
    }
}

class ListenerOnPort final : public Listener {
public:
    explicit ListenerOnPort(std::shared_ptr<Doors> doors, std::uint16_t port)
        : doors_(std::move(doors)), port_(port) {}
    ~ListenerOnPort() override { stop_accepting(); }

    std::uint16_t port() const override { return port_; }

    void start() override {
        asio::co_spawn(doors_->acceptor.get_executor(), accept_all(doors_), asio::detached);
    }

    void stop_accepting() override {
        if (!doors_->terms->is_accepting.exchange(false)) return;
        asio::post(doors_->acceptor.get_executor(), [doors = doors_] {
            error_code ignored;
            doors->acceptor.close(ignored);
        });
    }

    void close_all(protocol::CloseCode code) override {
        for (const std::shared_ptr<Hall>& hall : doors_->halls) {
            asio::post(hall->context, [hall, code] {
                for (Seat* seat : hall->taken)
                    seat->end(code);
            });
        }
    }

    std::size_t connections() const override { return doors_->terms->connections; }

private:
    std::shared_ptr<Doors> doors_;
    std::uint16_t port_;
};

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(
    ListenOptions options, std::vector<ShardEntry> shards
) {
    auto terms = std::make_shared<Terms>();
    if (options.tls) {
        auto tls = server_tls(*options.tls);
        if (!tls) return tls.error();
        terms->tls = *tls;
    }

    auto doors = std::make_shared<Doors>(terms, shards.front().context);
    error_code error;
    if (options.address.empty()) {
        error = listen(doors->acceptor, {asio::ip::address_v6::any(), options.port});
        if (error == asio::error::address_family_not_supported ||
            error == std::errc::address_not_available) {
            // A kernel without IPv6.
            doors->acceptor = Acceptor(shards.front().context);
            error = listen(doors->acceptor, {asio::ip::address_v4::any(), options.port});
        }
    } else {
        const auto address = asio::ip::make_address(options.address, error);
        if (!error) error = listen(doors->acceptor, {address, options.port});
    }
    if (error) return in_the_way(options, error);

    const std::uint16_t port = doors->acceptor.local_endpoint().port();
    terms->options = std::move(options);
    for (const ShardEntry& shard : shards) {
        doors->halls.push_back(
            std::make_shared<Hall>(Hall{terms, shard.context, shard.application, {}})
        );
    }
    return std::make_unique<ListenerOnPort>(std::move(doors), port);
}

}  // namespace holdfast::net
