#include "server/net/client.hpp"

#include "server/net/asio.hpp"
#include "server/net/tls.hpp"
#include "server/net/transport.hpp"
#include "server/net/ws_connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cctype>
#include <exception>
#include <tuple>
#include <utility>

namespace holdfast::net {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

constexpr std::chrono::seconds connect_deadline{10};
// Of what one answer may bring, and of what may wait to be sent.
constexpr std::size_t max_bytes = 16 * 1024 * 1024;

std::shared_ptr<Transport> transport_for(asio::io_context& context, const Target& target) {
    static const TlsContext tls = client_tls();
    OutboxLimits limits;
    limits.bytes = max_bytes;
    return std::make_shared<Transport>(
        Socket(context), target.tls ? tls : nullptr, Role::client, limits
    );
}

// Ends what is pending on the transport after `time`, unless cancelled or let go.
Timer kill_after(const std::shared_ptr<Transport>& transport, std::chrono::milliseconds time) {
    Timer timer(transport->get_executor(), time);
    timer.async_wait([transport](error_code error) {
        if (!error) transport->kill();
    });
    return timer;
}

std::string authority(const Target& target) {
    const bool is_v6 = target.host.find(':') != std::string::npos;
    return (is_v6 ? '[' + target.host + ']' : target.host) + ':' + std::to_string(target.port);
}

Error failed(std::string_view step, const error_code& error) {
    return Error{Errc::internal, std::string(step) + ": " + error.message()};
}

// Connects and, where asked, shakes hands for TLS.
asio::awaitable<error_code> reach(std::shared_ptr<Transport> transport, const Target target) {
    error_code error;
    const auto address = asio::ip::make_address(target.host, error);
    if (error) co_return error;
    const tcp::endpoint endpoint(address, target.port);
    std::tie(error) = co_await transport->async_connect(endpoint, tuple);
    if (error) co_return error;
    std::tie(error) = co_await transport->async_handshake(tuple);
    co_return error;
}

asio::awaitable<void> open(
    std::shared_ptr<Transport> transport,
    const Target target,
    std::unique_ptr<ConnectionHandler> handler,
    Ended ended
) {
    Timer deadline = kill_after(transport, connect_deadline);
    const error_code error = co_await reach(transport, target);
    if (error) co_return ended(0, error.message());
    WsOptions options;
    options.subprotocol = target.subprotocol;
    options.max_frame = max_bytes;
    options.idle = std::chrono::minutes{5};
    request_websocket(
        std::move(transport),
        std::move(options),
        authority(target),
        target.websocket_path,
        std::move(handler),
        std::move(ended)
    );
}

Frame written(const Target& target, const HttpRequest& request) {
    std::string text = request.method + ' ' + request.path;
    if (!request.query.empty()) text += '?' + request.query;
    text += " HTTP/1.1\r\nHost: " + authority(target) + "\r\nConnection: close\r\n";
    for (const auto& [name, value] : request.headers)
        text += name + ": " + value + "\r\n";
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
    char* into = nullptr;
    Frame frame = Frame::raw(text.size(), into);
    std::ranges::copy(text, into);
    return frame;
}

asio::awaitable<Result<HttpResponse>> exchange(
    std::shared_ptr<Transport> transport,
    const Target target,
    const HttpRequest request,
    std::chrono::milliseconds time
) {
    Timer deadline = kill_after(transport, time);
    error_code error = co_await reach(transport, target);
    if (error) co_return failed("connect", error);

    transport->push_unbounded(written(target, request));
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_bytes);
    parser.skip(request.method == "HEAD");
    std::size_t size = 0;
    std::tie(error, size) = co_await http::async_read(*transport, buffer, parser, tuple);
    transport->kill();
    if (error) co_return failed("answer", error);

    auto message = parser.release();
    HttpResponse response;
    response.status = message.result_int();
    response.content_type = message[http::field::content_type];
    for (const auto& field : message) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        response.headers.emplace_back(std::move(name), field.value());
    }
    response.body = std::make_shared<const std::string>(std::move(message.body()));
    co_return response;
}

}  // namespace

void connect(
    asio::io_context& context,
    const Target& target,
    std::unique_ptr<ConnectionHandler> handler,
    Ended ended
) {
    asio::co_spawn(
        context,
        open(transport_for(context, target), target, std::move(handler), std::move(ended)),
        asio::detached
    );
}

void call(
    asio::io_context& context,
    const Target& target,
    HttpRequest request,
    std::chrono::milliseconds deadline,
    std::function<void(Result<HttpResponse>)> done
) {
    asio::co_spawn(
        context,
        exchange(transport_for(context, target), target, std::move(request), deadline),
        [done = std::move(done)](std::exception_ptr thrown, Result<HttpResponse> response) {
            if (thrown) return done(Error{Errc::internal, "the exchange failed"});
            done(std::move(response));
        }
    );
}

}  // namespace holdfast::net
