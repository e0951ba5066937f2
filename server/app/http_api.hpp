#pragma once

#include "server/app/core.hpp"
#include "server/net/connection.hpp"
#include "server/net/static_files.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace holdfast::app {

// What one shard answers over HTTP: a few thin endpoints, health, metrics, the web pages, and the
// upgrade to a session. One for each shard, on its thread; outlives the listener.
class HttpApi final : public net::Application {
public:
    // `pages` may be null: then only the API is there.
    HttpApi(Core& core, std::size_t shard, const net::StaticFiles* pages);

    void on_request(net::HttpRequest, std::function<void(net::HttpResponse)> respond) override;
    std::unique_ptr<net::ConnectionHandler> on_upgrade(const net::HttpRequest&) override;

private:
    using Respond = std::function<void(net::HttpResponse)>;
    using Answering = boost::asio::awaitable<void>;

    Answering make_guest(Respond);
    Answering sign_in(std::string body, Respond);
    Answering sign_out(std::string token, Respond);
    Answering ready(Respond);
    net::HttpResponse rooms() const;
    net::HttpResponse content(const net::HttpRequest&) const;

    Core& core_;
    std::size_t shard_;
    const net::StaticFiles* pages_;
};

}  // namespace holdfast::app
