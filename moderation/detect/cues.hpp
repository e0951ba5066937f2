#pragma once

#include "common/error.hpp"
#include "moderation/assessment.hpp"
#include "moderation/detect/phrase_set.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::moderation {

// Where a cue must stand to say something about a finding.
enum class Reach : std::uint8_t {
    before,    // ends where the finding begins: "not | suicidal"
    after,     // begins where the finding ends: "kill me | lol"
    sentence,  // anywhere in the finding's sentence, the finding included
    message,   // anywhere
};
BOOST_DESCRIBE_ENUM(Reach, before, after, sentence, message)

enum class Effect : std::uint8_t {
    lowers,  // to `to`, never further up
    raises,  // to `to`, if the finding is at `from` or above
    marks,   // nothing by itself: rules need or forbid it, or it blocks other cues
};
BOOST_DESCRIBE_ENUM(Effect, lowers, raises, marks)

// One cue as its file spells it.
struct Cue {
    std::string id;
    Reach reach = Reach::sentence;
    Effect effect = Effect::marks;
    std::optional<Level> to;
    std::optional<Level> from;
    std::optional<std::vector<Category>> categories;  // only these; without it, every category
    std::optional<std::vector<std::string>> blocks;   // cues that cannot lower beside this one
    std::vector<std::string> patterns;                // RE2, over the folded text
};
BOOST_DESCRIBE_STRUCT(Cue, (), (id, reach, effect, to, from, categories, blocks, patterns))

// What the words around a finding say about it: denied, past, quoted, a figure of speech; or when,
// with what. Data (cues.<language>.toml). Immutable.
class Cues {
public:
    static Result<Cues> load(const std::filesystem::path& file);

    bool has(std::string_view id) const;

    // The cues of one message. Those that look at the whole message are asked at most once.
    class Reading {
    public:
        Reading(const Cues& cues, std::string_view folded);

        bool stands(std::string_view id, const Range& finding);

        // Lets every cue that stands around the finding, but for those to ignore, act on its
        // level, and notes what it did.
        void apply(Finding&, const Range& where, const std::vector<std::string>& ignored = {});

    private:
        bool stands(std::size_t number, const Range& finding);

        const Cues& cues_;
        std::string_view text_;
        std::vector<std::optional<bool>> in_message_;
    };

private:
    struct Compiled {
        Cue cue;
        std::unique_ptr<const RE2> regex;
    };

    std::vector<Compiled> cues_;
};

}  // namespace holdfast::moderation
