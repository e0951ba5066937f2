#include "server/net/static_files.hpp"

#include "server/net/http_message.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

namespace holdfast::net {

namespace {

using Body = std::shared_ptr<const std::string>;

std::string_view content_type_of(const std::filesystem::path& file) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
        {".wasm", "application/wasm"},
    }};
    const std::string extension = file.extension().string();
    const auto* found = std::ranges::find(types, extension, [](const auto& t) { return t.first; });
    return found == types.end() ? "application/octet-stream" : found->second;
}

Body read_whole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return nullptr;
    std::string content{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return nullptr;
    return std::make_shared<const std::string>(std::move(content));
}

// Whether the client takes `coding`: named, and not with a weight of zero.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
    while (!accept_encoding.empty()) {
        const std::size_t comma = accept_encoding.find(',');
        const std::string_view entry = accept_encoding.substr(0, comma);
        const std::size_t semicolon = entry.find(';');
        if (has_token(entry.substr(0, semicolon), coding)) {
            if (semicolon == std::string_view::npos) return true;
            const std::size_t weight = entry.find("q=", semicolon);
            return weight == std::string_view::npos ||
                   entry.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
        }
        if (comma == std::string_view::npos) break;
        accept_encoding.remove_prefix(comma + 1);
    }
    return false;
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::filesystem::path& folder) {
    const auto unreadable = [](const std::filesystem::path& what, const std::string& why) {
        return Error{Errc::bad_config, "web files " + what.string() + ": " + why};
    };
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries(folder, error);
    if (error) return unreadable(folder, error.message());

    StaticFiles loaded;
    for (; entries != std::filesystem::recursive_directory_iterator{}; entries.increment(error)) {
        if (!entries->is_regular_file(error)) continue;
        std::filesystem::path path = entries->path();
        Body content = read_whole(path);
        if (!content) return unreadable(path, "cannot be read");

        const std::string coding = path.extension().string();
        const bool is_compressed = coding == ".br" || coding == ".gz";
        if (is_compressed) path.replace_extension();
        std::string name = '/' + path.lexically_relative(folder).generic_string();
        File& file = loaded.files_[name];
        file.content_type = content_type_of(path);
        file.is_hashed = name.starts_with("/assets/");
        (coding == ".br" ? file.brotli : coding == ".gz" ? file.gzip : file.plain) = content;
    }
    if (error) return unreadable(folder, error.message());
    std::erase_if(loaded.files_, [](const auto& entry) { return !entry.second.plain; });
    if (!loaded.files_.contains("/index.html")) return unreadable(folder, "no index.html");
    return loaded;
}

HttpResponse StaticFiles::serve(const HttpRequest& request) const {
    // A lookup in what was read at start: no path can leave the folder.
    auto found = files_.find(request.path == "/" ? "/index.html" : request.path);
    if (found == files_.end()) found = files_.find(request.path + ".html");
    if (found == files_.end()) return refusal(404, "not_found", "nothing here");
    if (request.method != "GET" && request.method != "HEAD") {
        HttpResponse refused = refusal(405, "method_not_allowed", "GET or HEAD");
        refused.headers.emplace_back("Allow", "GET, HEAD");
        return refused;
    }

    const File& file = found->second;
    HttpResponse response;
    response.content_type = file.content_type;
    response.body = file.plain;
    const std::string_view accepted = request.header("accept-encoding");
    if (file.brotli && accepts(accepted, "br")) {
        response.body = file.brotli;
        response.headers.emplace_back("Content-Encoding", "br");
    } else if (file.gzip && accepts(accepted, "gzip")) {
        response.body = file.gzip;
        response.headers.emplace_back("Content-Encoding", "gzip");
    }
    if (file.brotli || file.gzip) response.headers.emplace_back("Vary", "Accept-Encoding");
    response.headers.emplace_back(
        "Cache-Control", file.is_hashed ? "public, max-age=31536000, immutable" : "no-store"
    );
    return response;
}

void add_security_headers(HttpResponse& response, bool secure) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> always{{
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
         "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    }};
    for (const auto& [name, value] : always)
        response.headers.emplace_back(name, value);
    if (secure) {
        response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    }
}

}  // namespace holdfast::net
