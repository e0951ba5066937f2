#pragma once

// The rules of the words people read, as pure functions on UTF-8. Capital letters are matched for
// ASCII only, which is enough for the short list of banned words.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::app {

inline constexpr std::size_t max_words_in_sentence = 25;
inline constexpr std::size_t max_words_in_card = 60;

std::size_t count_words(std::string_view);

// Words of the longest sentence.
std::size_t longest_sentence(std::string_view);

// Whether `phrase` stands in the text as whole words, whatever the capitals and spaces.
bool contains_phrase(std::string_view text, std::string_view phrase);

// The {blanks} of a text, sorted: "Hello {name}" has {"{name}"}.
std::vector<std::string> blanks(std::string_view);

// Whether something fills a text's {blanks} before it is shown.
enum class Blanks { filled, refused };

// Why a text may not be shown to a person, if it may not.
std::optional<std::string> objection(
    std::string_view text, const std::vector<std::string>& banned, Blanks
);

}  // namespace holdfast::app
