#include "tests/contract/bus_contract.hpp"

#include "server/bus/local_bus.hpp"
#include "server/bus/redis_bus.hpp"
#include "tests/contract/bus_redis_server.hpp"

namespace holdfast::bus {
namespace {

struct LocalWorld {
    std::unique_ptr<Node> node(const std::string&) {
        return std::make_unique<Node>([](boost::asio::io_context&) { return make_local_bus(); });
    }
};

struct RedisWorld {
    RedisServer server;

    std::unique_ptr<Node> node(const std::string& name) {
        return std::make_unique<Node>([&](boost::asio::io_context& context) {
            return make_redis_bus(context, server.options(), name);
        });
    }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Local, BusContract, LocalWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Redis, BusContract, RedisWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Redis, BusBetweenNodes, RedisWorld);

}  // namespace
}  // namespace holdfast::bus
