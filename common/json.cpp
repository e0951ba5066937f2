#include "common/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace holdfast::json {

namespace {

// Levenshtein distance, for "did you mean"; the inputs are field names, so short.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
        }
    }
    return row.back();
}

}  // namespace

std::string to_string(const Problem& problem) {
    return problem.path.empty() ? problem.why : problem.path + ": " + problem.why;
}

MaybeProblem inside(std::string step, MaybeProblem problem) {
    if (!problem) return {};
    const bool joined = problem->path.empty() || problem->path.starts_with('[');
    problem->path = std::move(step) + (joined ? "" : ".") + problem->path;
    return problem;
}

std::string unknown_field(std::string_view field, const std::vector<std::string_view>& known) {
    std::string message = "unknown field";
    const auto nearest = std::min_element(known.begin(), known.end(), [&](auto a, auto b) {
        return distance(field, a) < distance(field, b);
    });
    if (nearest != known.end() && distance(field, *nearest) <= 1 + field.size() / 3) {
        message += "; did you mean '" + std::string(*nearest) + "'?";
    }
    return message;
}

MaybeProblem read(const bj::value& from, std::string& into, UnknownFields) {
    const bj::string* string = from.if_string();
    if (!string) return Problem{"", "expected a string"};
    into.assign(string->data(), string->size());
    return {};
}

MaybeProblem read(const bj::value& from, bool& into, UnknownFields) {
    if (!from.is_bool()) return Problem{"", "expected true or false"};
    into = from.get_bool();
    return {};
}

MaybeProblem read(const bj::value& from, double& into, UnknownFields) {
    if (!from.is_number()) return Problem{"", "expected a number"};
    into = from.to_number<double>();
    return {};
}

MaybeProblem read(const bj::value& from, std::chrono::milliseconds& into, UnknownFields) {
    struct Unit {
        std::string_view suffix;
        long long milliseconds;
    };
    static constexpr std::array units{
        Unit{"ms", 1},
        Unit{"s", 1'000},
        Unit{"m", 60'000},
        Unit{"h", 3'600'000},
        Unit{"d", 86'400'000}
    };
    const Problem wrong{
        "", "expected a duration such as \"250ms\", \"30s\", \"10m\", \"24h\", \"7d\""
    };
    const bj::string* string = from.if_string();
    if (!string) return wrong;
    const std::string_view text(*string);
    long long count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view suffix = text.substr(static_cast<std::size_t>(end - text.data()));
    const auto unit =
        std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.suffix == suffix; });
    constexpr long long ten_years_of_days = 3653;
    if (error != std::errc{} || unit == units.end() || count < 0 ||
        count > ten_years_of_days * 86'400'000 / unit->milliseconds) {
        return wrong;
    }
    into = std::chrono::milliseconds{count * unit->milliseconds};
    return {};
}

MaybeProblem read(const bj::value& from, Timestamp& into, UnknownFields unknown) {
    std::int64_t count = 0;
    if (auto problem = read(from, count, unknown)) return problem;
    into = Timestamp{std::chrono::milliseconds{count}};
    return {};
}

bj::value write(const std::string& string) {
    return bj::string(string);
}
bj::value write(bool value) {
    return value;
}
bj::value write(double value) {
    return value;
}

bj::value write(std::chrono::milliseconds duration) {
    return bj::string(std::to_string(duration.count()) + "ms");
}

bj::value write(Timestamp time) {
    return time.time_since_epoch().count();
}

}  // namespace holdfast::json
