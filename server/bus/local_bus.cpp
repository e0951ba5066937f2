#include "server/bus/local_bus.hpp"

#include <utility>

namespace holdfast::bus {

namespace {

class LocalBus final : public Bus {
public:
    void set_sink(Sink sink) override { sink_ = std::move(sink); }
    void publish(const Delivery& delivery) override {
        if (sink_) sink_(delivery);
    }
    // The sink hears everything of its own node, and there is no other.
    void follow(const std::string&) override {}
    void unfollow(const std::string&) override {}
    bool is_connected() const override { return true; }

private:
    Sink sink_;
};

}  // namespace

std::unique_ptr<Bus> make_local_bus() {
    return std::make_unique<LocalBus>();
}

}  // namespace holdfast::bus
