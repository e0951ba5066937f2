#pragma once

#include "server/net/listener.hpp"
#include "server/net/tls.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <set>

namespace holdfast::net {

// Whoever speaks on an accepted socket: HTTP first, then perhaps a WebSocket.
class Occupant {
public:
    virtual ~Occupant() = default;
    // The listener wants the connection to end. Never destroys anything before it returns.
    virtual void end(protocol::CloseCode) = 0;
};

class Seat;

// What all shards of a listener share. Immutable but for the two atomics; any thread.
struct Terms {
    ListenOptions options;
    TlsContext tls;
    std::atomic<std::size_t> connections{0};
    std::atomic<bool> is_accepting{true};
};

// One shard's part of a listener: on that shard's thread alone.
struct Hall {
    std::shared_ptr<Terms> terms;
    boost::asio::io_context& context;
    Application& application;
    std::set<Seat*> taken;
};

// An accepted socket's place: counted from accept to end, whoever occupies it. Made where the
// socket is accepted; take() and the end belong to the shard.
class Seat {
public:
    explicit Seat(std::shared_ptr<Hall> hall) : hall_(std::move(hall)) {
        number_in_ = hall_->terms->connections.fetch_add(1) + 1;
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    ~Seat() {
        if (occupant_) hall_->taken.erase(this);
        hall_->terms->connections.fetch_sub(1);
    }

    // Replaces whoever was there.
    void take(Occupant& occupant) {
        occupant_ = &occupant;
        hall_->taken.insert(this);
    }
    void end(protocol::CloseCode code) { occupant_->end(code); }

    Hall& hall() const { return *hall_; }
    // How many sockets were open when this one came, itself included.
    std::size_t number_in() const { return number_in_; }

private:
    std::shared_ptr<Hall> hall_;
    Occupant* occupant_ = nullptr;
    std::size_t number_in_ = 0;
};

}  // namespace holdfast::net
