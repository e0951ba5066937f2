#pragma once

#include "server/net/asio.hpp"
#include "server/net/tls.hpp"

#include <cstddef>
#include <memory>
#include <span>

struct ssl_st;

namespace holdfast::net {

enum class Role { server, client };

// How far one non-blocking step on a socket came. With `done` comes a count of bytes.
enum class Progress { done, needs_readable, needs_writable, ended, failed };

struct Step {
    Progress progress = Progress::failed;
    std::size_t bytes = 0;
};

// The TLS state of one connection, straight on its socket: no copy of the ciphertext is kept
// between OpenSSL and the kernel. Never blocks. The socket outlives it.
class TlsChannel {
public:
    TlsChannel(const TlsContext&, Socket&, Role);

    Step handshake();
    Step read(std::span<char> into);
    // After needs_writable the next call must begin with the same bytes (more may follow them).
    Step write(std::span<const char> from);
    // Tells the peer that no more will come, as far as the socket takes it.
    void close_notify();

private:
    struct Free {
        void operator()(ssl_st*) const;
    };

    // What OpenSSL answered, as a Step.
    Step step(int result);

    std::unique_ptr<ssl_st, Free> ssl_;
};

}  // namespace holdfast::net
