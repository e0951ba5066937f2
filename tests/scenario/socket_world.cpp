#include "tests/scenario/socket_world.hpp"

#include "common/json.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <utility>

namespace holdfast::scenario {

namespace {

using namespace std::chrono_literals;

struct SessionBody {
    std::string token;
    protocol::Person you;
};
BOOST_DESCRIBE_STRUCT(SessionBody, (), (token, you))

constexpr auto http_deadline = 10s;

// Shared by the scenario's wire and the handler that the connection owns: either may go first.
struct Link {
    Wire* wire = nullptr;
    net::Connection* connection = nullptr;
    bool is_open = false;
    bool has_ended = false;
    std::string why;
};

class Handler final : public net::ConnectionHandler {
public:
    explicit Handler(std::shared_ptr<Link> link) : link_(std::move(link)) {}

    void on_open(net::Connection& connection) override {
        link_->connection = &connection;
        link_->is_open = true;
    }
    void on_text(std::string_view frame) override {
        if (link_->wire) link_->wire->frames.emplace_back(frame);
    }
    void on_closed(std::optional<protocol::CloseCode>) override { link_->connection = nullptr; }

private:
    std::shared_ptr<Link> link_;
};

class SocketWire final : public Wire {
public:
    explicit SocketWire(std::shared_ptr<Link> link) : link_(std::move(link)) { link_->wire = this; }
    ~SocketWire() override {
        link_->wire = nullptr;
        drop();
    }

    void send(const std::string& frame) override {
        if (link_->connection) link_->connection->send(net::Frame(frame));
    }
    void drop() override {
        if (link_->connection) {
            link_->connection->close(protocol::CloseCode::restarting, "scenario");
        }
    }

private:
    std::shared_ptr<Link> link_;
};

}  // namespace

SocketWorld::SocketWorld(net::Target target, std::map<std::string, std::string> staff_codes)
    : target_(std::move(target)), staff_codes_(std::move(staff_codes)) {}

SocketWorld::~SocketWorld() = default;

Result<Login> SocketWorld::post(const std::string& path, std::string body) {
    net::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.headers.emplace_back("content-type", "application/json");
    request.body = std::move(body);
    std::optional<Result<net::HttpResponse>> answer;
    net::call(context_, target_, std::move(request), http_deadline, [&](auto response) {
        answer.emplace(std::move(response));
    });
    run_until([&] { return answer.has_value(); }, http_deadline);
    if (!answer) return Error{Errc::internal, path + ": no answer"};
    if (!*answer) return answer->error();
    const net::HttpResponse& response = **answer;
    const std::string text = response.body ? *response.body : "";
    if (response.status >= 300) {
        return Error{Errc::internal, path + ": status " + std::to_string(response.status)};
    }
    boost::system::error_code error;
    const auto parsed = boost::json::parse(text, error);
    SessionBody session;
    if (error || json::read(parsed, session, json::UnknownFields::skip)) {
        return Error{Errc::internal, path + ": an answer that cannot be read"};
    }
    return Login{std::move(session.token), std::move(session.you)};
}

Result<Login> SocketWorld::log_in(const std::string& name, Role role) {
    if (!is_staff(role)) return post("/api/guests", "{}");
    const auto code = staff_codes_.find(name);
    if (code == staff_codes_.end()) {
        return Error{Errc::bad_token, "no sign-in code was given for " + name};
    }
    boost::json::object body;
    body.emplace("code", code->second);
    return post("/api/sign-in", boost::json::serialize(body));
}

Result<std::unique_ptr<Wire>> SocketWorld::connect() {
    auto link = std::make_shared<Link>();
    auto wire = std::make_unique<SocketWire>(link);
    net::connect(
        context_,
        target_,
        std::make_unique<Handler>(link),
        [link](std::uint16_t code, std::string why) {
            link->has_ended = true;
            link->why = std::move(why);
            if (link->wire) link->wire->closed_with = code;
        }
    );
    run_until([&] { return link->is_open || link->has_ended; }, http_deadline);
    if (!link->is_open) return Error{Errc::internal, "cannot connect: " + link->why};
    return std::unique_ptr<Wire>(std::move(wire));
}

bool SocketWorld::run_until(const std::function<bool()>& is_met, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!is_met()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        context_.restart();
        context_.run_one_for(20ms);
    }
    return true;
}

}  // namespace holdfast::scenario
