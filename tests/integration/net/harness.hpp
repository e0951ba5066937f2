#pragma once

// A listener on loopback with an application that echoes, and two kinds of client: ours, and a bare
// socket for what no decent client sends.

#include "server/net/client.hpp"
#include "server/net/listener.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace holdfast::net {

using namespace std::chrono_literals;

// Long enough for a loaded machine with a sanitizer; only a failing test waits so long.
inline constexpr auto patience = 20s;

// A folder of its own, gone with the test.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// Counts what handlers were told, over all shards.
struct Witness {
    std::atomic<int> opened{0};
    std::atomic<int> closed{0};
    std::atomic<protocol::CloseCode> closed_with{};  // by the server, the last one
    std::atomic<int> handlers{0};                    // alive
    std::atomic<int> waiting{0};                     // requests for /later
    std::mutex mutex;
    std::set<std::thread::id> threads;
};

class EchoApplication;

// Shards with a thread each, and a listener. The subprotocol is "holdfast.v1".
//   "flood N SIZE" sends N numbered frames of SIZE bytes to every connection of the shard;
//   "throw" throws; "remove" closes with 4503; all else comes back.
class TestServer {
public:
    explicit TestServer(ListenOptions, std::size_t shards = 1);
    ~TestServer();

    std::uint16_t port() const { return listener_->port(); }
    Target target() const;
    Listener& listener() { return *listener_; }
    Witness& witness() { return witness_; }

private:
    struct Shard;
    const bool tls_;
    Witness witness_;
    std::vector<std::unique_ptr<Shard>> shards_;
    std::unique_ptr<Listener> listener_;
};

ListenOptions on_loopback(std::string address = "127.0.0.1");
// With a certificate made once for all tests.
ListenOptions on_loopback_tls();

// Our client on a context of its own, which runs while a test waits for something.
class TestClient {
public:
    void connect(const Target&);
    void send(std::string_view text) { connection_->send(Frame(text)); }
    HttpResponse call(const Target&, HttpRequest);

    template <class Condition>
    bool wait_until(Condition condition, std::chrono::milliseconds limit = patience) {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            context_.run_one_for(10ms);
        }
        return true;
    }
    bool wait_until_open() {
        return wait_until([this] { return opened > 0 || end; }) && opened > 0;
    }
    bool wait_until_ended() {
        return wait_until([this] { return end.has_value(); });
    }
    bool wait_for(std::size_t count) {
        return wait_until([this, count] { return received.size() >= count || end; }) &&
               received.size() >= count;
    }

    struct End {
        std::uint16_t code = 0;
        std::string reason;
    };
    int opened = 0;
    int closed = 0;
    std::vector<std::string> received;
    std::optional<End> end;

private:
    class Handler;
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        context_.get_executor()
    };
    Connection* connection_ = nullptr;
};

HttpRequest get(std::string path);
std::string header(const HttpResponse&, std::string_view name);

// A blocking socket. Reads give up after `patience`.
class BareSocket {
public:
    explicit BareSocket(std::uint16_t port, std::optional<int> receive_buffer = {});
    ~BareSocket();
    BareSocket(const BareSocket&) = delete;
    BareSocket& operator=(const BareSocket&) = delete;

    void close();
    // False once the peer has closed.
    bool send(std::string_view bytes);
    void upgrade();
    // One frame as a client must mask it; first byte as on the wire (0x81: a whole text).
    void send_frame(unsigned char first_byte, std::string_view payload);

    // Up to and with `end`, or what came before the peer closed.
    std::string read_to(std::string_view end);
    std::string read_to_close();

    struct Received {
        unsigned opcode = 0;
        std::string payload;
        // Of a close frame.
        std::uint16_t close_code() const;
    };
    // Nothing once the peer has closed.
    std::optional<Received> read_frame();
    // Reads frames until a close frame, and answers with its code; 0: the peer closed without.
    std::uint16_t read_close_code();

private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

inline const std::string upgrade_request =
    "GET /ws HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

// Waits for what another thread does.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit = patience) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace holdfast::net
