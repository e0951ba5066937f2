#include "server/app/http_api.hpp"

#include "common/json.hpp"
#include "common/metrics.hpp"
#include "common/protocol/types.hpp"
#include "server/app/await_store.hpp"
#include "server/app/content.hpp"
#include "server/app/guarded.hpp"
#include "server/bus/bus.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::app {

namespace {

using net::HttpRequest;
using net::HttpResponse;

struct SignInBody {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (code))

struct SessionBody {
    std::string token;
    protocol::Person you;
};
BOOST_DESCRIBE_STRUCT(SessionBody, (), (token, you))

struct RoomBody {
    RoomId id;
    std::uint32_t members = 0;
    std::uint32_t moderators = 0;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(RoomBody, (), (id, members, moderators, paused))

struct RoomsBody {
    std::vector<RoomBody> rooms;
};
BOOST_DESCRIBE_STRUCT(RoomsBody, (), (rooms))

struct ReadyBody {
    bool store = false;
    bool bus = false;
};
BOOST_DESCRIBE_STRUCT(ReadyBody, (), (store, bus))

struct ErrorBody {
    Errc code = Errc::internal;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(ErrorBody, (), (code, detail))

HttpResponse text_response(unsigned status, std::string type, std::string body) {
    HttpResponse response;
    response.status = status;
    response.content_type = std::move(type);
    response.body = std::make_shared<const std::string>(std::move(body));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

template <class T>
HttpResponse json_response(unsigned status, const T& body) {
    return text_response(status, "application/json", boost::json::serialize(json::write(body)));
}

unsigned status_of(Errc code) {
    switch (code) {
        case Errc::bad_json:
        case Errc::bad_field:
            return 400;
        case Errc::bad_token:
            return 401;
        case Errc::forbidden:
            return 403;
        case Errc::too_fast:
            return 429;
        case Errc::store_unavailable:
            return 503;
        default:
            return 500;
    }
}

HttpResponse error_response(const Error& error) {
    ErrorBody body;
    body.code = error.code;
    if (error.code != Errc::internal) body.detail = error.detail;
    return json_response(status_of(error.code), body);
}

HttpResponse error_response(unsigned status, Errc code, std::string detail) {
    ErrorBody body;
    body.code = code;
    body.detail = std::move(detail);
    return json_response(status, body);
}

HttpResponse session_response(unsigned status, const Result<Identity::SignedIn>& signed_in) {
    if (!signed_in) return error_response(signed_in.error());
    SessionBody body;
    body.token = signed_in->token;
    body.you = signed_in->who;
    return json_response(status, body);
}

std::string bearer(const HttpRequest& request) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view header = request.header("authorization");
    return std::string(header.starts_with(scheme) ? header.substr(scheme.size()) : "");
}

// The value of `name` in a query of plain names and values.
std::string_view query_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
            return pair.substr(name.size() + 1);
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return {};
}

}  // namespace

HttpApi::HttpApi(Core& core, std::size_t shard, const net::StaticFiles* pages)
    : core_(core), shard_(shard), pages_(pages) {}

std::unique_ptr<net::ConnectionHandler> HttpApi::on_upgrade(const HttpRequest&) {
    return core_.make_session(shard_);
}

void HttpApi::on_request(HttpRequest request, Respond answer) {
    const Respond respond = [this, answer = std::move(answer)](HttpResponse response) {
        core_.env().metrics.http_requests[response.status].add();
        answer(std::move(response));
    };
    const auto start = [this](Answering answering) {
        spawn_guarded(core_.shards()[shard_].context, std::move(answering));
    };
    struct Endpoint {
        std::string_view method;
        std::string_view path;
    };
    static constexpr std::array endpoints{
        Endpoint{"POST", "/api/guests"},
        Endpoint{"POST", "/api/sign-in"},
        Endpoint{"POST", "/api/sign-out"},
        Endpoint{"GET", "/api/rooms"},
        Endpoint{"GET", "/api/content"},
        Endpoint{"GET", "/healthz"},
        Endpoint{"GET", "/readyz"},
        Endpoint{"GET", "/metrics"},
    };
    for (const Endpoint& endpoint : endpoints) {
        if (request.path != endpoint.path || request.method == endpoint.method) continue;
        HttpResponse refused = error_response(405, Errc::bad_field, "wrong method");
        refused.headers.emplace_back("Allow", std::string(endpoint.method));
        return respond(std::move(refused));
    }
    if (request.path == "/api/guests") return start(make_guest(respond));
    if (request.path == "/api/sign-in") {
        return start(sign_in(std::move(request.body), respond));
    }
    if (request.path == "/api/sign-out") {
        return start(sign_out(bearer(request), respond));
    }
    if (request.path == "/api/rooms") return respond(rooms());
    if (request.path == "/api/content") return respond(content(request));
    if (request.path == "/healthz") return respond(text_response(200, "text/plain", "ok\n"));
    if (request.path == "/readyz") return start(ready(respond));
    if (request.path == "/metrics") {
        const Metrics& metrics = core_.env().metrics;
        metrics.bus_connected.set(core_.env().bus.is_connected() ? 1 : 0);
        metrics.bus_dropped.raise_to(core_.env().bus.dropped());
        return respond(text_response(200, "text/plain; version=0.0.4", metrics.text()));
    }
    if (request.path.starts_with("/api/") || !pages_) {
        return respond(error_response(404, Errc::bad_field, "no such endpoint"));
    }
    respond(pages_->serve(request));
}

HttpApi::Answering HttpApi::make_guest(Respond respond) {
    const auto guest = co_await core_.identity().make_guest();
    respond(session_response(201, guest));
}

HttpApi::Answering HttpApi::sign_in(std::string body, Respond respond) {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(body, error);
    SignInBody read;
    if (error) {
        respond(error_response({Errc::bad_json, error.message()}));
        co_return;
    }
    if (const auto problem = json::read(parsed, read, json::UnknownFields::skip)) {
        respond(error_response({Errc::bad_field, json::to_string(*problem)}));
        co_return;
    }
    const auto signed_in = co_await core_.identity().sign_in(std::move(read.code));
    respond(session_response(200, signed_in));
}

HttpApi::Answering HttpApi::sign_out(std::string token, Respond respond) {
    const auto ended = co_await core_.identity().sign_out(std::move(token));
    if (!ended) {
        respond(error_response(ended.error()));
        co_return;
    }
    HttpResponse response;
    response.status = 204;
    respond(std::move(response));
}

HttpApi::Answering HttpApi::ready(Respond respond) {
    const auto probed = co_await await_store<store::Nothing>([&](auto done) {
        core_.env().store.probe(std::move(done));
    });
    ReadyBody body;
    body.store = probed.has_value();
    body.bus = core_.env().bus.is_connected();
    // A bus that is down delays nobody on this node, so it alone does not make the node unready.
    respond(json_response(body.store ? 200 : 503, body));
}

HttpResponse HttpApi::rooms() const {
    RoomsBody body;
    for (const auto& [id, gauge] : core_.directory().gauges()) {
        RoomBody room;
        room.id = id;
        room.members = gauge.members;
        room.moderators = core_.desk().on_shift();
        room.paused = gauge.is_paused;
        body.rooms.push_back(std::move(room));
    }
    return json_response(200, body);
}

HttpResponse HttpApi::content(const HttpRequest& request) const {
    const std::string_view asked = query_value(request.query, "lang");
    HttpResponse response;
    // English where the language is not there: the page must come up, whatever a browser asks for.
    response.body = core_.env().content.as_json(asked);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace holdfast::app
