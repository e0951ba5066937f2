#include "moderation/detect/pattern_file.hpp"

#include "moderation/text/normalized_text.hpp"

#include <algorithm>

namespace holdfast::moderation {

namespace {

using Words = std::map<std::string, std::string>;

// Words may be made of words; a definition that never ends is cut off here.
constexpr int deepest_word = 6;

struct Content {
    std::optional<Words> words;
    std::vector<PatternRule> rules;
};
BOOST_DESCRIBE_STRUCT(Content, (), (words, rules))

Error wrong(std::string why) {
    return {Errc::bad_config, std::move(why)};
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// Puts the words in. "{3,5}" is RE2's count and starts with a digit, so it is left alone.
Result<std::string> with_words(const std::string& pattern, const Words& words, int depth) {
    if (depth > deepest_word) return wrong("words are made of each other without end");
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{' || i + 1 >= pattern.size() || !is_lower(pattern[i + 1])) {
            out += pattern[i];
            continue;
        }
        const std::size_t close = pattern.find('}', i);
        if (close == std::string::npos) return wrong("'{' without '}'");
        const std::string name = pattern.substr(i + 1, close - i - 1);
        const auto word = words.find(name);
        if (word == words.end()) return wrong("no word '" + name + "' in [words]");
        Result<std::string> inner = with_words(word->second, words, depth + 1);
        if (!inner) return inner.error();
        out += "(?:" + *inner + ")";
        i = close;
    }
    return out;
}

// A pattern that folded text can never match would fail silently, so it is refused.
std::optional<std::string> never_in_folded_text(const std::string& pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool escaped = i > 0 && pattern[i - 1] == '\\';
        if (!escaped && pattern[i] >= 'A' && pattern[i] <= 'Z') {
            return std::string("'") + pattern[i] + "': folded text is lower case";
        }
        if (i > 0 && i + 1 < pattern.size() && pattern[i] == '\'' && is_lower(pattern[i - 1]) &&
            is_lower(pattern[i + 1])) {
            return "folded text has no apostrophes inside words: \"dont\", \"im\"";
        }
    }
    const NormalizedText folded(pattern);
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    std::string before, after;
    std::copy_if(pattern.begin(), pattern.end(), std::back_inserter(before), std::not_fn(is_ascii));
    const std::string_view text = folded.plain().text();
    std::copy_if(text.begin(), text.end(), std::back_inserter(after), std::not_fn(is_ascii));
    if (before != after) return "has an accent or look-alike letter; folded text is plain a-z";
    return {};
}

json::MaybeProblem check(PatternRule& rule, const Words& words, const std::string& path) {
    if (rule.id.empty()) return json::Problem{path + ".id", "must not be empty"};
    if (rule.patterns.empty()) return json::Problem{path + ".patterns", "must not be empty"};
    if (rule.level == Level::none) {
        return json::Problem{path + ".level", "a rule finds something; 'none' is for cues to say"};
    }
    const Borders borders = rule.whole_words.value_or(true) ? Borders::words : Borders::anywhere;
    for (std::size_t i = 0; i < rule.patterns.size(); ++i) {
        Result<std::string> expanded = expand(rule.patterns[i], words, borders);
        if (!expanded) {
            return json::Problem{
                path + ".patterns[" + std::to_string(i) + "]", expanded.error().detail
            };
        }
        rule.patterns[i] = std::move(*expanded);
    }
    return {};
}

}  // namespace

Result<std::string> expand(const std::string& pattern, const Words& words, Borders borders) {
    Result<std::string> expanded = with_words(pattern, words, 0);
    if (!expanded) return expanded;
    if (auto why = never_in_folded_text(*expanded)) return wrong(*why);
    return borders == Borders::words ? R"(\b(?:)" + *expanded + R"()\b)" : *expanded;
}

Result<PatternFile> PatternFile::read(const std::filesystem::path& path) {
    Result<TomlFile> file = TomlFile::read(path);
    if (!file) return file.error();
    Content content;
    if (auto problem = json::read(file->value(), content, json::UnknownFields::refuse)) {
        return file->error(*problem);
    }
    const Words words = content.words.value_or(Words{});
    for (std::size_t i = 0; i < content.rules.size(); ++i) {
        const std::string where = "rules[" + std::to_string(i) + "]";
        if (auto problem = check(content.rules[i], words, where)) return file->error(*problem);
    }
    return PatternFile{std::move(content.rules), std::move(*file)};
}

}  // namespace holdfast::moderation
