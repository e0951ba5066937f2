#include "tests/integration/net/harness.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace holdfast::net {

TemporaryFolder::TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "holdfast-net-XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::filesystem::remove_all(path_);
}

class EchoApplication final : public Application {
public:
    explicit EchoApplication(Witness& witness) : witness_(witness) {}

    void on_request(HttpRequest request, std::function<void(HttpResponse)> respond) override {
        if (request.path == "/throw") throw std::runtime_error("a bug");
        if (request.path == "/later") {
            kept_ = std::move(respond);
            ++witness_.waiting;
            return;
        }
        if (request.path == "/now" && kept_) std::exchange(kept_, nullptr)(HttpResponse{});
        HttpResponse response;
        std::string body = request.method + ' ' + request.path + '?' + request.query + ' ' +
                           std::string(request.header("x-test")) + ' ' + request.body;
        if (request.path == "/large") body.assign(3'000'000, 'x');
        response.body = std::make_shared<const std::string>(std::move(body));
        respond(std::move(response));
    }

    std::unique_ptr<ConnectionHandler> on_upgrade(const HttpRequest& request) override {
        if (request.query == "refuse") return nullptr;
        return std::make_unique<Handler>(*this);
    }

private:
    class Handler final : public ConnectionHandler {
    public:
        explicit Handler(EchoApplication& application) : application_(application) {
            ++application_.witness_.handlers;
        }
        ~Handler() override { --application_.witness_.handlers; }

        void on_open(Connection& connection) override {
            connection_ = &connection;
            application_.open_.insert(&connection);
            ++application_.witness_.opened;
            const std::scoped_lock lock(application_.witness_.mutex);
            application_.witness_.threads.insert(std::this_thread::get_id());
        }

        void on_text(std::string_view text) override {
            if (text == "throw") throw std::runtime_error("a bug");
            if (text == "remove") {
                return connection_->close(protocol::CloseCode::removed, "removed");
            }
            if (text.starts_with("flood ")) return application_.flood(std::string(text));
            connection_->send(Frame(text));
        }

        void on_closed(std::optional<protocol::CloseCode> ours) override {
            if (ours) application_.witness_.closed_with = *ours;
            application_.open_.erase(connection_);
            ++application_.witness_.closed;
        }

    private:
        EchoApplication& application_;
        Connection* connection_ = nullptr;
    };

    void flood(const std::string& command) {
        std::istringstream in(command);
        std::string word;
        int count = 0;
        std::size_t size = 0;
        in >> word >> count >> size;
        for (int i = 0; i < count; ++i) {
            std::string text = std::to_string(i);
            text.resize(std::max(size, text.size()), ' ');
            const Frame frame(text);
            for (Connection* connection : open_)
                connection->send(frame);
        }
    }

    Witness& witness_;
    std::set<Connection*> open_;
    std::function<void(HttpResponse)> kept_;
};

struct TestServer::Shard {
    explicit Shard(Witness& witness) : application(witness) {}

    EchoApplication application;  // outlives the handlers, which die with the context at the latest
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        context.get_executor()
    };
    std::thread thread;
};

TestServer::TestServer(ListenOptions options, std::size_t shards) : tls_(options.tls.has_value()) {
    std::vector<ShardEntry> entries;
    for (std::size_t i = 0; i < shards; ++i) {
        Shard& shard = *shards_.emplace_back(std::make_unique<Shard>(witness_));
        entries.push_back({shard.context, shard.application});
    }
    listener_ = Listener::open(std::move(options), entries).value();
    listener_->start();
    for (auto& shard : shards_)
        shard->thread = std::thread([&shard] { shard->context.run(); });
}

// In an orderly way; a test of the other way stops a context itself.
TestServer::~TestServer() {
    listener_->stop_accepting();
    listener_->close_all(protocol::CloseCode::restarting);
    for (auto& shard : shards_)
        shard->context.stop();
    for (auto& shard : shards_)
        shard->thread.join();
}

Target TestServer::target() const {
    Target target;
    target.port = port();
    target.tls = tls_;
    return target;
}

ListenOptions on_loopback(std::string address) {
    ListenOptions options;
    options.address = std::move(address);
    options.subprotocol = "holdfast.v1";
    return options;
}

ListenOptions on_loopback_tls() {
    static const TemporaryFolder folder;
    static const TlsFiles files = make_self_signed(folder.path(), "localhost").value();
    ListenOptions options = on_loopback();
    options.tls = files;
    return options;
}

class TestClient::Handler final : public ConnectionHandler {
public:
    explicit Handler(TestClient& client) : client_(client) {}

    void on_open(Connection& connection) override {
        client_.connection_ = &connection;
        ++client_.opened;
    }
    void on_text(std::string_view text) override { client_.received.emplace_back(text); }
    void on_closed(std::optional<protocol::CloseCode>) override { ++client_.closed; }

private:
    TestClient& client_;
};

void TestClient::connect(const Target& target) {
    net::connect(
        context_,
        target,
        std::make_unique<Handler>(*this),
        [this](std::uint16_t code, std::string reason) { end = End{code, std::move(reason)}; }
    );
}

HttpResponse TestClient::call(const Target& target, HttpRequest request) {
    std::optional<Result<HttpResponse>> answer;
    net::call(context_, target, std::move(request), patience, [&](Result<HttpResponse> got) {
        answer = std::move(got);
    });
    wait_until([&] { return answer.has_value(); });
    return std::move(*answer).value();
}

HttpRequest get(std::string path) {
    HttpRequest request;
    request.method = "GET";
    request.path = std::move(path);
    return request;
}

std::string header(const HttpResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return "";
}

BareSocket::BareSocket(std::uint16_t port, std::optional<int> receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{std::chrono::seconds(patience).count(), 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (receive_buffer) {
        setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &*receive_buffer, sizeof(int));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* any = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket_, any, sizeof address) != 0) throw std::runtime_error("cannot connect");
}

BareSocket::~BareSocket() {
    close();
}

void BareSocket::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

bool BareSocket::send(std::string_view bytes) {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
}

void BareSocket::upgrade() {
    send(upgrade_request + "Sec-WebSocket-Protocol: holdfast.v1\r\n\r\n");
    const std::string head = read_to("\r\n\r\n");
    ASSERT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
}

void BareSocket::send_frame(unsigned char first_byte, std::string_view payload) {
    std::string bytes(1, static_cast<char>(first_byte));
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80 | payload.size());
    } else {
        bytes += static_cast<char>(0x80 | 126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size());
    }
    bytes.append(4, '\0');  // a key that changes nothing
    send(bytes.append(payload));
}

bool BareSocket::fill() {
    char chunk[4096];
    const ssize_t got = ::recv(socket_, chunk, sizeof chunk, 0);
    if (got <= 0) return false;
    buffer_.append(chunk, static_cast<std::size_t>(got));
    return true;
}

std::string BareSocket::read_to(std::string_view end) {
    std::size_t found = buffer_.find(end);
    while (found == std::string::npos) {
        if (!fill()) return std::exchange(buffer_, {});
        found = buffer_.find(end);
    }
    std::string taken = buffer_.substr(0, found + end.size());
    buffer_.erase(0, taken.size());
    return taken;
}

std::string BareSocket::read_to_close() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
}

std::uint16_t BareSocket::Received::close_code() const {
    if (payload.size() < 2) return 0;
    const auto high = static_cast<unsigned char>(payload[0]);
    const auto low = static_cast<unsigned char>(payload[1]);
    return static_cast<std::uint16_t>(high << 8 | low);
}

std::optional<BareSocket::Received> BareSocket::read_frame() {
    const auto need = [this](std::size_t count) {
        while (buffer_.size() < count) {
            if (!fill()) return false;
        }
        return true;
    };
    if (!need(2)) return {};
    std::size_t size = static_cast<unsigned char>(buffer_[1]);
    std::size_t header = 2;
    if (size >= 126) {
        header = size == 126 ? 4 : 10;
        if (!need(header)) return {};
        size = 0;
        for (std::size_t i = 2; i < header; ++i) {
            size = size << 8 | static_cast<unsigned char>(buffer_[i]);
        }
    }
    if (!need(header + size)) return {};
    Received received{static_cast<unsigned char>(buffer_[0]) & 0x0FU, buffer_.substr(header, size)};
    buffer_.erase(0, header + size);
    return received;
}

std::uint16_t BareSocket::read_close_code() {
    while (const auto frame = read_frame()) {
        if (frame->opcode == 8) return frame->close_code();
    }
    return 0;
}

}  // namespace holdfast::net
