#include "server/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <new>

namespace holdfast::net {

namespace {

Error bad_config(std::string what) {
    return Error{Errc::bad_config, std::move(what)};
}

// The oldest error of this thread's queue, in words; empties the queue.
std::string openssl_reason() {
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) return "unknown error";
    // A file that cannot be opened arrives as an errno of the C library.
    if (ERR_SYSTEM_ERROR(code)) return std::strerror(ERR_GET_REASON(code));
    const char* reason = ERR_reason_error_string(code);
    return reason ? reason : "error " + std::to_string(code);
}

TlsContext new_context(const SSL_METHOD* method) {
    TlsContext context(SSL_CTX_new(method), SSL_CTX_free);
    if (!context) throw std::bad_alloc{};
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    // Partial writes and moving buffers: the outbox copies its front together anew for each try.
    // Released buffers: an idle connection keeps none of OpenSSL's two of 17 KiB.
    SSL_CTX_set_mode(
        context.get(),
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
            SSL_MODE_RELEASE_BUFFERS
    );
    // Without renegotiation a write never has to wait for a read.
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    return context;
}

template <class T, void (*free)(T*)>
struct Free {
    void operator()(T* object) const { free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION, X509_EXTENSION_free>>;

bool add_extension(X509* certificate, int nid, const std::string& value) {
    const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool is_address(const std::string& host) {
    return host.find(':') != std::string::npos ||
           host.find_first_not_of("0123456789.") == std::string::npos;
}

// Null where OpenSSL refuses a step.
Certificate certificate_for(const std::string& host, EVP_PKEY* key) {
    Certificate made(X509_new());
    if (!made) return nullptr;
    X509* certificate = made.get();

    // 63 random bits, as serial numbers are positive.
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return nullptr;
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1);

    constexpr long day = 24 * 60 * 60;
    X509_set_version(certificate, X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 365 * day);

    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* common_name = reinterpret_cast<const unsigned char*>(host.c_str());
    const bool is_complete =
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, common_name, -1, -1, 0) == 1 &&
        X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
        add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(
            certificate, NID_subject_alt_name, (is_address(host) ? "IP:" : "DNS:") + host
        ) &&
        X509_sign(certificate, key, EVP_sha256()) != 0;
    return is_complete ? std::move(made) : nullptr;
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// Readable by the owner alone from its first byte on.
File create_private(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    File file(std::fopen(path.c_str(), "wxe"), std::fclose);
    if (file) {
        using std::filesystem::perms;
        std::filesystem::permissions(path, perms::owner_read | perms::owner_write, ignored);
    }
    return file;
}

}  // namespace

Result<TlsContext> server_tls(const TlsFiles& files) {
    ERR_clear_error();
    TlsContext context = new_context(TLS_server_method());
    const std::string certificate = files.certificate_chain.string();
    const std::string key = files.private_key.string();
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
        return bad_config("certificate " + certificate + ": " + openssl_reason());
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
        const bool is_mismatch = ERR_GET_REASON(ERR_peek_error()) == X509_R_KEY_VALUES_MISMATCH ||
                                 ERR_GET_REASON(ERR_peek_error()) == X509_R_KEY_TYPE_MISMATCH;
        if (is_mismatch) {
            ERR_clear_error();
            return bad_config("private key " + key + " does not fit certificate " + certificate);
        }
        return bad_config("private key " + key + ": " + openssl_reason());
    }
    // Tickets are enough to resume; a cache would grow with every visitor.
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 1);
    SSL_CTX_set_options(context.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
    // With TLS 1.2 only forward secret, authenticated ciphers; 1.3 has no others.
    SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    return context;
}

TlsContext client_tls() {
    TlsContext context = new_context(TLS_client_method());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    return context;
}

Result<TlsFiles> make_self_signed(const std::filesystem::path& folder, const std::string& host) {
    ERR_clear_error();
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? certificate_for(host, key.get()) : nullptr;
    if (!certificate) {
        return bad_config("no certificate can be made for '" + host + "': " + openssl_reason());
    }

    std::error_code error;
    std::filesystem::create_directories(folder, error);
    TlsFiles files{folder / "certificate.pem", folder / "key.pem"};
    const File key_file = create_private(files.private_key);
    const File certificate_file(std::fopen(files.certificate_chain.c_str(), "we"), std::fclose);
    const bool is_written =
        key_file && certificate_file &&
        PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
            1 &&
        PEM_write_X509(certificate_file.get(), certificate.get()) == 1 &&
        std::fflush(key_file.get()) == 0 && std::fflush(certificate_file.get()) == 0;
    if (!is_written) {
        return bad_config("cannot write a certificate to " + folder.string());
    }
    return files;
}

}  // namespace holdfast::net
