#pragma once

#include "common/error.hpp"
#include "server/net/listener.hpp"

#include <memory>

struct ssl_ctx_st;

namespace holdfast::net {

// OpenSSL's SSL_CTX: what all TLS connections of one listener share. Immutable once made; any
// thread. Null means plain TCP.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

// TLS 1.2 and newer. bad_config with one line that names the file: unreadable, not PEM, or a key
// that does not fit its certificate.
Result<TlsContext> server_tls(const TlsFiles&);

// Checks no certificate: for tests and demos.
TlsContext client_tls();

}  // namespace holdfast::net
