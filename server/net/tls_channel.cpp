#include "server/net/tls_channel.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <new>
#include <sys/socket.h>

namespace holdfast::net {

namespace {

// OpenSSL's own socket BIO calls write(), which raises SIGPIPE where the peer is gone, and keeps
// the descriptor's number, which may be another connection's after a close. Ours asks the socket.
Socket& socket_of(BIO* bio) {
    return *static_cast<Socket*>(BIO_get_data(bio));
}

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int write_socket(BIO* bio, const char* data, int size) {
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(
        socket_of(bio).native_handle(),
        data,
        static_cast<std::size_t>(size),
        MSG_DONTWAIT | MSG_NOSIGNAL
    );
    if (sent < 0 && would_block()) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int read_socket(BIO* bio, char* data, int size) {
    BIO_clear_retry_flags(bio);
    const auto got =
        ::recv(socket_of(bio).native_handle(), data, static_cast<std::size_t>(size), MSG_DONTWAIT);
    if (got < 0 && would_block()) BIO_set_retry_read(bio);
    return static_cast<int>(got);
}

long control_socket(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

int create_socket_bio(BIO* bio) {
    BIO_set_init(bio, 1);
    return 1;
}

BIO_METHOD* socket_method() {
    static BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "connection");
        if (!made) throw std::bad_alloc{};
        BIO_meth_set_write(made, write_socket);
        BIO_meth_set_read(made, read_socket);
        BIO_meth_set_ctrl(made, control_socket);
        BIO_meth_set_create(made, create_socket_bio);
        return made;
    }();
    return method;
}

int clamped(std::size_t size) {
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

void TlsChannel::Free::operator()(ssl_st* ssl) const {
    SSL_free(ssl);
}

TlsChannel::TlsChannel(const TlsContext& context, Socket& socket, Role role)
    : ssl_(SSL_new(context.get())) {
    BIO* bio = ssl_ ? BIO_new(socket_method()) : nullptr;
    if (!bio) throw std::bad_alloc{};
    BIO_set_data(bio, &socket);
    SSL_set_bio(ssl_.get(), bio, bio);
    if (role == Role::server) {
        SSL_set_accept_state(ssl_.get());
    } else {
        SSL_set_connect_state(ssl_.get());
    }
}

Step TlsChannel::handshake() {
    ERR_clear_error();
    return step(SSL_do_handshake(ssl_.get()));
}

Step TlsChannel::read(std::span<char> into) {
    ERR_clear_error();
    return step(SSL_read(ssl_.get(), into.data(), clamped(into.size())));
}

Step TlsChannel::write(std::span<const char> from) {
    ERR_clear_error();
    return step(SSL_write(ssl_.get(), from.data(), clamped(from.size())));
}

void TlsChannel::close_notify() {
    // Before the handshake's end OpenSSL would record an error; there is nobody to tell anyway.
    if (!SSL_is_init_finished(ssl_.get())) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
}

Step TlsChannel::step(int result) {
    if (result > 0) return {Progress::done, static_cast<std::size_t>(result)};
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {Progress::needs_readable};
        case SSL_ERROR_WANT_WRITE:
            return {Progress::needs_writable};
        case SSL_ERROR_ZERO_RETURN:
            return {Progress::ended};
        default:
            return {Progress::failed};
    }
}

}  // namespace holdfast::net
