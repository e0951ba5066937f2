#pragma once

#include "server/net/client.hpp"
#include "tests/scenario/world.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <string>

namespace holdfast::scenario {

// A server that runs already, reached over sockets by the public protocol alone. Staff sign in with
// the one-time codes given here, by their names in the scenario.
class SocketWorld final : public World {
public:
    SocketWorld(net::Target target, std::map<std::string, std::string> staff_codes);
    ~SocketWorld() override;

    Result<Login> log_in(const std::string& name, Role role) override;
    Result<std::unique_ptr<Wire>> connect() override;
    bool run_until(const std::function<bool()>& is_met, std::chrono::milliseconds limit) override;
    bool advance(std::chrono::milliseconds) override { return false; }

private:
    Result<Login> post(const std::string& path, std::string body);

    boost::asio::io_context context_{1};
    net::Target target_;
    std::map<std::string, std::string> staff_codes_;
};

}  // namespace holdfast::scenario
