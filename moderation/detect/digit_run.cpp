#include "moderation/detect/digit_run.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace holdfast::moderation {

namespace {

constexpr std::size_t fewest_digits = 7;
constexpr std::size_t most_digits = 15;  // E.164
constexpr std::size_t widest_gap = 3;    // ") -" between groups

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_gap(char c) {
    return std::string_view(" .-()/,").find(c) != std::string_view::npos;
}

// One spoken or written digit at `at`, and how many bytes it takes.
struct Digit {
    char value;
    std::size_t size;
    bool spelled;
};

std::optional<Digit> spelled_digit(std::string_view text, std::size_t at) {
    static constexpr std::array<std::pair<std::string_view, char>, 20> names{{
        {"zero", '0'},   {"oh", '0'},    {"one", '1'},  {"two", '2'},   {"three", '3'},
        {"four", '4'},   {"five", '5'},  {"six", '6'},  {"seven", '7'}, {"eight", '8'},
        {"nine", '9'},   {"cero", '0'},  {"uno", '1'},  {"dos", '2'},   {"tres", '3'},
        {"cuatro", '4'}, {"cinco", '5'}, {"seis", '6'}, {"siete", '7'}, {"ocho", '8'},
    }};
    if (at > 0 && is_letter(text[at - 1])) return {};
    for (const auto& [name, value] : names) {
        const std::size_t end = at + name.size();
        if (text.substr(at, name.size()) != name) continue;
        if (end < text.size() && is_letter(text[end])) continue;
        return Digit{value, name.size(), true};
    }
    return {};
}

std::optional<Digit> digit_at(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (is_digit(c)) return Digit{c, 1, false};
    // A letter o between or before digits is a disguised zero.
    const bool beside_digit = (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == 'o')) ||
                              (at + 1 < text.size() && is_digit(text[at + 1]));
    const bool in_word = (at > 0 && is_letter(text[at - 1]) && text[at - 1] != 'o') ||
                         (at + 1 < text.size() && is_letter(text[at + 1]) && text[at + 1] != 'o');
    if (c == 'o' && beside_digit && !in_word) return Digit{'0', 1, false};
    return spelled_digit(text, at);
}

// Reads the run that starts at `at`, where a digit stands.
DigitRun read_run(std::string_view text, std::size_t at) {
    DigitRun run;
    run.where = {at, at};
    run.international = at > 0 && text[at - 1] == '+';
    // What opens the number belongs to it: "+44", "(415)".
    if (at > 0 && (text[at - 1] == '+' || text[at - 1] == '(')) --run.where.begin;
    bool spelled = false;
    std::size_t guessed = 0;  // letters taken for a zero
    std::size_t gap = 0;
    run.groups.push_back(0);
    while (at < text.size()) {
        if (const auto digit = digit_at(text, at)) {
            if (gap > 0) run.groups.push_back(0);
            ++run.groups.back();
            run.digits += digit->value;
            guessed += text[at] == 'o' && digit->size == 1 ? 1u : 0u;
            at += digit->size;
            run.where.end = at;
            spelled = digit->spelled;
            gap = 0;
        } else if (is_gap(text[at]) && gap < widest_gap && (text[at] != ',' || spelled)) {
            ++gap;  // a comma parts thousands, unless the digits are spelled out
            ++at;
        } else {
            break;
        }
    }
    // "ooooh" is a word, whatever stands beside it.
    if (guessed * 2 > run.digits.size()) run.digits.clear();
    run.international = run.international || run.digits.starts_with("00");
    return run;
}

bool is_year(std::string_view digits) {
    return digits.starts_with("19") || digits.starts_with("20");
}

}  // namespace

std::vector<DigitRun> digit_runs(std::string_view plain) {
    std::vector<DigitRun> runs;
    for (std::size_t at = 0; at < plain.size();) {
        if (!digit_at(plain, at)) {
            ++at;
            continue;
        }
        DigitRun run = read_run(plain, at);
        at = run.where.end;
        if (run.digits.size() >= fewest_digits) runs.push_back(std::move(run));
    }
    return runs;
}

bool looks_like_phone(const DigitRun& run) {
    if (run.digits.size() > most_digits) return false;
    using Groups = std::vector<std::size_t>;
    // 2024-05-12, 12/05/2024
    if (run.groups == Groups{4, 2, 2} && is_year(run.digits)) return false;
    if (run.groups == Groups{2, 2, 4} && is_year(std::string_view(run.digits).substr(4)))
        return false;
    // 2014 2016 2018
    const bool in_fours = std::all_of(run.groups.begin(), run.groups.end(), [](std::size_t size) {
        return size == 4;
    });
    bool years = in_fours;
    for (std::size_t i = 0; years && i < run.digits.size(); i += 4) {
        years = is_year(std::string_view(run.digits).substr(i));
    }
    return !years;
}

}  // namespace holdfast::moderation
