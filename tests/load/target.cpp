#include "tests/load/target.hpp"

#include <boost/asio/ip/address.hpp>

#include <re2/re2.h>

namespace holdfast::load {

Result<net::Target> parse_target(const std::string& url, Reach reach) {
    std::string scheme;
    std::string host;
    int port = 0;
    static const RE2 shape(R"((https?|wss?)://(?:\[([0-9a-fA-F:]+)\]|([0-9.]+)):(\d{1,5})/?)");
    std::string host_v6;
    if (!RE2::FullMatch(url, shape, &scheme, &host_v6, &host, &port) || port > 65535) {
        return Error{Errc::bad_config, url + ": expected http://ADDRESS:PORT or https://..."};
    }
    if (host.empty()) host = host_v6;
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    if (error) return Error{Errc::bad_config, host + ": not an address"};
    if (!address.is_loopback() && reach == Reach::loopback_only) {
        return Error{Errc::bad_config, host + " is not this machine; see --any-target"};
    }
    net::Target target;
    target.host = host;
    target.port = static_cast<std::uint16_t>(port);
    target.tls = scheme.ends_with('s');
    return target;
}

}  // namespace holdfast::load
