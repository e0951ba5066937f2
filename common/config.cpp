#include "common/config.hpp"

#include "common/toml.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>

namespace holdfast::config {

namespace {

// A variable is a number or true/false where that fits the field, and a string otherwise.
template <class T>
json::MaybeProblem read_variable(const std::string& text, T& into) {
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::chrono::milliseconds>) {
        return json::read(boost::json::value(text), into, json::UnknownFields::refuse);
    } else {
        boost::system::error_code error;
        const auto value = boost::json::parse(text, error);
        return json::read(value, into, json::UnknownFields::refuse);
    }
}

template <class T>
std::string toml_value(const T& value) {
    // JSON strings, numbers and booleans are TOML too.
    return boost::json::serialize(json::write(value));
}

// Calls visit(section name, key name, field) for every setting.
template <class ConfigType, class Visit>
void for_each_setting(ConfigType& config, Visit visit) {
    boost::mp11::mp_for_each<json::MembersOf<Config>>([&](auto section) {
        auto& fields = config.*section.pointer;
        using Section = std::remove_cvref_t<decltype(fields)>;
        boost::mp11::mp_for_each<json::MembersOf<Section>>([&](auto field) {
            visit(section.name, field.name, fields.*field.pointer);
        });
    });
}

}  // namespace

std::string variable_name(std::string_view section, std::string_view key) {
    std::string name = "HOLDFAST_" + std::string(section) + "_" + std::string(key);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    return name;
}

bool is_known_variable(const std::string& name) {
    bool is_known = false;
    Config config;
    for_each_setting(config, [&](std::string_view section, std::string_view key, auto&) {
        is_known = is_known || variable_name(section, key) == name;
    });
    return is_known;
}

Result<Config> load(
    const std::optional<std::filesystem::path>& file, const Environment& environment
) {
    Config config;
    if (file) {
        Result<Config> loaded = load_toml<Config>(*file);
        if (!loaded) return loaded.error();
        config = std::move(*loaded);
    }
    std::optional<Error> failure;
    for_each_setting(config, [&](std::string_view section, std::string_view key, auto& field) {
        const std::string name = variable_name(section, key);
        const auto text = environment(name);
        if (!text || failure) return;
        if (auto problem = read_variable(*text, field)) {
            failure = Error{Errc::bad_config, name + ": " + json::to_string(*problem)};
        }
    });
    if (failure) return *failure;
    return config;
}

std::string to_toml(const Config& config) {
    std::string toml;
    std::string current;
    for_each_setting(config, [&](std::string_view section, std::string_view key, auto& field) {
        if (section != current) {
            toml += (toml.empty() ? "[" : "\n[") + std::string(section) + "]\n";
            current = section;
        }
        toml += std::string(key) + " = " + toml_value(field) + "\n";
    });
    return toml;
}

}  // namespace holdfast::config
