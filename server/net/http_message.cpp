#include "server/net/http_message.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace holdfast::net {

namespace {

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

// Nothing where a % is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const std::string_view digits = text.substr(i + 1, 2);
        unsigned char byte = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (error != std::errc{} || end != digits.data() + 2) return {};
        decoded += static_cast<char>(byte);
        i += 2;
    }
    return decoded;
}

bool equal_without_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view without_spaces(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view reason_of(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[40];
    const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return {text, size};
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
    if (std::ranges::any_of(name, is_control) || std::ranges::any_of(value, is_control)) return;
    head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view HttpRequest::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return {};
}

std::optional<RequestTarget> parse_target(std::string_view target) {
    if (!target.starts_with('/')) return {};
    const std::size_t mark = target.find('?');
    auto path = percent_decoded(target.substr(0, mark));
    if (!path || std::ranges::any_of(*path, is_control)) return {};
    RequestTarget parsed{std::move(*path), {}};
    if (mark != std::string_view::npos) parsed.query = target.substr(mark + 1);
    return parsed;
}

HttpResponse refusal(unsigned status, std::string_view code, std::string_view detail) {
    boost::json::object body;
    body.emplace("code", code);
    body.emplace("detail", detail);
    HttpResponse response;
    response.status = status;
    response.body = std::make_shared<const std::string>(boost::json::serialize(body));
    return response;
}

bool has_token(std::string_view header, std::string_view token) {
    while (!header.empty()) {
        const std::size_t comma = header.find(',');
        if (equal_without_case(without_spaces(header.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        header.remove_prefix(comma + 1);
    }
    return false;
}

std::string response_head(const HttpResponse& response, AfterAnswer after) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head.append(reason_of(response.status)).append("\r\n");
    append_field(head, "Date", http_date());
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body) {
        append_field(head, "Content-Type", response.content_type);
        const std::size_t size = response.body ? response.body->size() : 0;
        append_field(head, "Content-Length", std::to_string(size));
    }
    for (const auto& [name, value] : response.headers)
        append_field(head, name, value);
    if (after == AfterAnswer::close) append_field(head, "Connection", "close");
    return head.append("\r\n");
}

}  // namespace holdfast::net
