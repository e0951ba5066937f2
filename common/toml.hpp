#pragma once

// Reads every data file of ours (config, policy, patterns, content) through one loader: TOML into a
// described struct, strictly, with errors that name file, line and column.

#include "common/error.hpp"
#include "common/json.hpp"

#include <boost/json/value.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace holdfast {

// A parsed file: its value, and where in the file each part of it stands.
class TomlFile {
public:
    // bad_config: unreadable, not UTF-8, or not TOML.
    static Result<TomlFile> read(const std::filesystem::path& file);

    const boost::json::value& value() const { return value_; }

    // bad_config with "file:line:col: path: why". A path that is not in the file (a missing field)
    // is shown at its nearest parent.
    Error error(const json::Problem& problem) const;

private:
    std::string name_;
    boost::json::value value_;
    std::map<std::string, std::string> places_;  // "rooms[2].id" -> "14:3"
};

template <class T>
Result<T> load_toml(const std::filesystem::path& path) {
    Result<TomlFile> file = TomlFile::read(path);
    if (!file) return file.error();
    T into{};
    if (auto problem = json::read(file->value(), into, json::UnknownFields::refuse)) {
        return file->error(*problem);
    }
    return into;
}

}  // namespace holdfast
