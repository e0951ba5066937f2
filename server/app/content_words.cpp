#include "server/app/content_words.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace holdfast::app {

namespace {

// Every byte of a letter beyond ASCII counts as a letter.
bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::vector<std::string_view> split_at_spaces(std::string_view text) {
    std::vector<std::string_view> tokens;
    for (auto at = text.begin(); at != text.end();) {
        const auto begin = std::find_if_not(at, text.end(), is_space);
        at = std::find_if(begin, text.end(), is_space);
        if (begin != at) tokens.emplace_back(begin, at);
    }
    return tokens;
}

bool is_word(std::string_view token) {
    return std::any_of(token.begin(), token.end(), is_word_byte);
}

bool ends_sentence(std::string_view token) {
    const std::size_t last = token.find_last_not_of("\"')");
    token = token.substr(0, last == std::string_view::npos ? 0 : last + 1);
    static constexpr std::array<std::string_view, 4> ends{".", "?", "!", "…"};
    return std::any_of(ends.begin(), ends.end(), [&](auto end) { return token.ends_with(end); });
}

// Lower case, with one space between words.
std::string plain(std::string_view text) {
    std::string result;
    for (const std::string_view token : split_at_spaces(text)) {
        if (!result.empty()) result += ' ';
        std::transform(token.begin(), token.end(), std::back_inserter(result), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
    }
    return result;
}

}  // namespace

std::size_t count_words(std::string_view text) {
    const auto tokens = split_at_spaces(text);
    return static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), is_word));
}

std::size_t longest_sentence(std::string_view text) {
    std::size_t longest = 0;
    std::size_t words = 0;
    for (const std::string_view token : split_at_spaces(text)) {
        if (is_word(token)) ++words;
        longest = std::max(longest, words);
        if (ends_sentence(token)) words = 0;
    }
    return longest;
}

bool contains_phrase(std::string_view text, std::string_view phrase) {
    const std::string hay = plain(text);
    const std::string needle = plain(phrase);
    if (needle.empty()) return false;
    for (std::size_t at = hay.find(needle); at != std::string::npos;
         at = hay.find(needle, at + 1)) {
        const std::size_t end = at + needle.size();
        const bool begins_word = at == 0 || !is_word_byte(hay[at - 1]);
        const bool ends_word = end == hay.size() || !is_word_byte(hay[end]);
        if (begins_word && ends_word) return true;
    }
    return false;
}

std::vector<std::string> blanks(std::string_view text) {
    std::vector<std::string> found;
    for (std::size_t open = text.find('{'); open != std::string_view::npos;) {
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) break;
        found.emplace_back(text.substr(open, close - open + 1));
        open = text.find('{', close);
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<std::string> objection(
    std::string_view text, const std::vector<std::string>& banned, Blanks filling
) {
    if (text::trimmed(text).empty()) return "is empty";
    for (const std::string& phrase : banned) {
        if (contains_phrase(text, phrase)) return "says '" + phrase + "', a banned word";
    }
    for (const std::string_view mark : {"!", "¡", "！"}) {
        if (text.find(mark) != std::string_view::npos) return "has an exclamation mark";
    }
    if (const std::size_t words = longest_sentence(text); words > max_words_in_sentence) {
        return "has a sentence of " + std::to_string(words) + " words; at most " +
               std::to_string(max_words_in_sentence);
    }
    if (filling == Blanks::refused && (text.find_first_of("{}[]") != std::string_view::npos ||
                                       text.find("__") != std::string_view::npos)) {
        return "has a blank, and nothing fills it";
    }
    return {};
}

}  // namespace holdfast::app
