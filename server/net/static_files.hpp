#pragma once

#include "common/error.hpp"
#include "server/net/connection.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace holdfast::net {

// The built web pages, read whole at start and served from memory. Files under /assets/ carry a
// hash in their name and may be kept for ever; pages are never stored by a browser or a proxy.
// Immutable after load; shared by all shards.
class StaticFiles {
public:
    // bad_config where the folder or its index.html cannot be read.
    static Result<StaticFiles> load(const std::filesystem::path& folder);

    // "/" is index.html, "/staff" staff.html; 404 for what is not there, 405 for other methods than
    // GET and HEAD. Picks a precompressed .br or .gz neighbour where the request accepts it.
    HttpResponse serve(const HttpRequest&) const;

private:
    struct File {
        std::shared_ptr<const std::string> plain;
        std::shared_ptr<const std::string> gzip;
        std::shared_ptr<const std::string> brotli;
        std::string content_type;
        bool is_hashed = false;
    };

    std::map<std::string, File> files_;
};

// What every response of ours carries: CSP (self only, no inline), nosniff, frame denial, referrer
// and cross-origin policies. `secure` adds HSTS.
void add_security_headers(HttpResponse&, bool secure);

}  // namespace holdfast::net
