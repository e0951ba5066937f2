#include "common/toml.hpp"

#define TOML_EXCEPTIONS 0
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <fstream>
#include <sstream>
#include <toml++/toml.h>

namespace holdfast {

namespace {

namespace bj = boost::json;

using Places = std::map<std::string, std::string>;

std::string place(const toml::source_region& source) {
    return std::to_string(source.begin.line) + ":" + std::to_string(source.begin.column);
}

bj::value convert(const toml::node& node, const std::string& path, Places& places) {
    places.emplace(path, place(node.source()));
    if (const toml::table* table = node.as_table()) {
        bj::object object;
        for (const auto& [key, child] : *table) {
            const std::string name(key.str());
            object.emplace(name, convert(child, path.empty() ? name : path + "." + name, places));
        }
        return object;
    }
    if (const toml::array* list = node.as_array()) {
        bj::array array;
        for (const toml::node& child : *list) {
            const std::string step = "[" + std::to_string(array.size()) + "]";
            array.push_back(convert(child, path + step, places));
        }
        return array;
    }
    if (const auto* string = node.as_string()) return bj::string(string->get());
    if (const auto* integer = node.as_integer()) return integer->get();
    if (const auto* number = node.as_floating_point()) return number->get();
    if (const auto* boolean = node.as_boolean()) return boolean->get();
    // Dates and times are kept as the text that TOML prints; the reader of a field checks them.
    std::ostringstream text;
    if (const auto* date = node.as_date()) text << date->get();
    if (const auto* time = node.as_time()) text << time->get();
    if (const auto* both = node.as_date_time()) text << both->get();
    return bj::string(text.str());
}

}  // namespace

Result<TomlFile> TomlFile::read(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    if (stream) content << stream.rdbuf();
    // An empty file sets failbit on `content`, so only the source is asked.
    // A folder opens like a file and reads as nothing.
    std::error_code unknown;
    if (!stream || std::filesystem::is_directory(path, unknown))
        return Error{Errc::bad_config, path.string() + ": cannot be read"};

    const std::string text = content.str();
    const toml::parse_result parsed = toml::parse(std::string_view(text), path.string());
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return Error{
            Errc::bad_config,
            path.string() + ":" + place(error.source()) + ": " + std::string(error.description())
        };
    }
    TomlFile file;
    file.name_ = path.string();
    file.value_ = convert(parsed.table(), "", file.places_);
    return file;
}

Error TomlFile::error(const json::Problem& problem) const {
    // Walks outwards: "a.b[2].c" -> "a.b[2]" -> "a.b" -> "a" -> "".
    std::string path = problem.path;
    auto found = places_.find(path);
    while (found == places_.end() && !path.empty()) {
        const std::size_t cut = path.find_last_of(".[");
        path.erase(cut == std::string::npos ? 0 : cut);
        found = places_.find(path);
    }
    const std::string where = found == places_.end() ? "1:1" : found->second;
    return {Errc::bad_config, name_ + ":" + where + ": " + json::to_string(problem)};
}

}  // namespace holdfast
