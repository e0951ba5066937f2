#include "server/bus/redis_bus.hpp"

#include "server/bus/redis_link.hpp"

#include <csignal>
#include <utility>

namespace holdfast::bus {

namespace {

// This node first, and at once; then the others, by the link.
class RedisBus final : public Bus {
public:
    explicit RedisBus(std::shared_ptr<RedisLink> link) : link_(std::move(link)) { link_->start(); }
    ~RedisBus() override { link_->stop(); }
    RedisBus(const RedisBus&) = delete;
    RedisBus& operator=(const RedisBus&) = delete;

    void set_sink(Sink sink) override {
        sink_ = sink;
        link_->set_sink(std::move(sink));
    }
    void publish(const Delivery& delivery) override {
        if (sink_) sink_(delivery);
        link_->publish(delivery);
    }
    void follow(const std::string& topic) override { link_->follow(topic); }
    void unfollow(const std::string& topic) override { link_->unfollow(topic); }
    bool is_connected() const override { return link_->is_connected(); }
    std::uint64_t dropped() const override { return link_->dropped(); }

private:
    Sink sink_;
    std::shared_ptr<RedisLink> link_;
};

}  // namespace

std::unique_ptr<Bus> make_redis_bus(
    boost::asio::io_context& context, RedisOptions options, std::string node
) {
    // hiredis writes to its sockets with write(2): to a server that has gone, that raises SIGPIPE
    // and would end the process.
    std::signal(SIGPIPE, SIG_IGN);
    return std::make_unique<RedisBus>(
        std::make_shared<RedisLink>(context, std::move(options), std::move(node))
    );
}

}  // namespace holdfast::bus
