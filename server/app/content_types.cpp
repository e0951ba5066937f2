#include "server/app/content_types.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace holdfast::app {

namespace bj = boost::json;
using json::MaybeProblem;
using json::Problem;
using json::UnknownFields;

namespace {

// All of `digits` as a number.
std::optional<unsigned> number(std::string_view digits) {
    unsigned value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc{} || stopped != end) return {};
    return value;
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day) return {};
    const std::chrono::year_month_day date{
        std::chrono::year(static_cast<int>(*year)),
        std::chrono::month(*month),
        std::chrono::day(*day)
    };
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::string padded(unsigned value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

MaybeProblem flatten(const bj::object& from, const std::string& prefix, Copy& into) {
    for (const auto& entry : from) {
        const std::string key = prefix + std::string(entry.key());
        MaybeProblem problem;
        if (const bj::object* table = entry.value().if_object()) {
            problem = flatten(*table, key + ".", into);
        } else {
            std::string text;
            problem = json::inside(key, json::read(entry.value(), text, UnknownFields::refuse));
            if (!problem && !into.texts.emplace(key, std::move(text)).second) {
                problem = Problem{key, "stands here twice"};
            }
        }
        if (problem) return problem;
    }
    return {};
}

template <class Text>
std::optional<std::string> in_language(
    const std::optional<Text>& text, const std::string& language
) {
    if (!text) return {};
    return text->in(language);
}

}  // namespace

MaybeProblem read(const bj::value& from, Date& into, UnknownFields) {
    const bj::string* text = from.if_string();
    const auto date = text ? parse_date(*text) : std::nullopt;
    if (!date) return Problem{"", "expected a date such as 2026-01-31"};
    into.day = *date;
    return {};
}

bj::value write(const Date& date) {
    const auto year = static_cast<unsigned>(static_cast<int>(date.day.year()));
    return bj::string(
        padded(year, 4) + "-" + padded(static_cast<unsigned>(date.day.month()), 2) + "-" +
        padded(static_cast<unsigned>(date.day.day()), 2)
    );
}

const std::string& LocalText::in(const std::string& language) const {
    const auto found = by_language.find(language);
    return found != by_language.end() ? found->second : by_language.at(base_language);
}

MaybeProblem read(const bj::value& from, LocalText& into, UnknownFields unknown) {
    if (from.is_string()) return json::read(from, into.by_language[base_language], unknown);
    if (auto problem = json::read(from, into.by_language, unknown)) {
        if (!from.is_object()) problem->why = "expected a text, or a table of languages";
        return problem;
    }
    if (!into.by_language.contains(base_language)) return Problem{base_language, "missing"};
    return {};
}

MaybeProblem read(const bj::value& from, Copy& into, UnknownFields) {
    const bj::object* table = from.if_object();
    if (!table) return Problem{"", "expected a table of texts"};
    return flatten(*table, "", into);
}

HelpRegions<std::string> in_language(
    const HelpRegions<LocalText>& help, const std::string& language
) {
    HelpRegions<std::string> answer;
    for (const HelpRegion<LocalText>& region : help.regions) {
        HelpRegion<std::string> local{region.id, region.name.in(language), region.emergency, {}};
        for (const HelpLine<LocalText>& line : region.lines) {
            local.lines.push_back(
                {line.name.in(language),
                 line.call,
                 in_language(line.text, language),
                 in_language(line.hours, language),
                 in_language(line.cost, language),
                 line.verified,
                 line.last_checked}
            );
        }
        answer.regions.push_back(std::move(local));
    }
    return answer;
}

}  // namespace holdfast::app
