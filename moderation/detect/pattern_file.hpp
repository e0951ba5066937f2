#pragma once

#include "common/error.hpp"
#include "common/json.hpp"
#include "common/taxonomy.hpp"
#include "common/toml.hpp"

#include <boost/describe/class.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::moderation {

// One rule as its file spells it. `patterns` are RE2 over the folded text, where "{name}" stands
// for an entry of the file's [words].
struct PatternRule {
    std::string id;  // stable: moderators, verdicts and tests name it
    Category category = Category::distress;
    Level level = Level::none;
    std::optional<std::vector<std::string>> needs;    // cues without which nothing was found
    std::optional<std::vector<std::string>> forbids;  // cues beside which nothing was found
    std::optional<std::vector<std::string>> ignores;  // cues that say nothing about this rule
    std::optional<bool> whole_words;  // true unless the file says false, as emoji rules must
    std::vector<std::string> patterns;
};
BOOST_DESCRIBE_STRUCT(
    PatternRule, (), (id, category, level, needs, forbids, ignores, whole_words, patterns)
)

// patterns.<language>.toml or conduct.<language>.toml, read and expanded, with the way back to the
// lines for what is found wrong later.
struct PatternFile {
    static Result<PatternFile> read(const std::filesystem::path&);

    std::vector<PatternRule> rules;  // patterns ready for RE2
    TomlFile source;
};

// Where a pattern may match. RE2's \b knows ASCII words only: beside an emoji it finds no border.
enum class Borders { words, anywhere };

// `pattern` with its words put in and its borders added. The error's detail says what is wrong.
Result<std::string> expand(
    const std::string& pattern, const std::map<std::string, std::string>& words, Borders
);

}  // namespace holdfast::moderation
