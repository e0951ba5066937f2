#include "moderation/detect/cues.hpp"

#include "common/enum_name.hpp"
#include "common/toml.hpp"

#include <algorithm>

namespace holdfast::moderation {

namespace {

// A cue is looked for this many bytes to either side of a finding at most, so that the time for a
// message full of findings stays linear in it.
constexpr std::size_t near_bytes = 64;
constexpr std::size_t sentence_bytes = 200;

struct CueFile {
    std::vector<Cue> cues;
};
BOOST_DESCRIBE_STRUCT(CueFile, (), (cues))

bool ends_sentence(char c) {
    return c == '.' || c == '!' || c == '?' || c == ';';
}

std::size_t sentence_begin(std::string_view text, std::size_t at, std::size_t reach) {
    const std::size_t limit = at > reach ? at - reach : 0;
    while (at > limit && !ends_sentence(text[at - 1]))
        --at;
    return at;
}

std::size_t sentence_end(std::string_view text, std::size_t at, std::size_t reach) {
    const std::size_t limit = std::min(text.size(), at + reach);
    while (at < limit && !ends_sentence(text[at]))
        ++at;
    return at;
}

std::string_view around(Reach reach, std::string_view text, const Range& finding) {
    const auto slice = [&](std::size_t begin, std::size_t end) {
        return text.substr(begin, end - begin);
    };
    switch (reach) {
        case Reach::before:
            return slice(sentence_begin(text, finding.begin, near_bytes), finding.begin);
        case Reach::after:
            return slice(finding.end, std::min(text.size(), finding.end + near_bytes));
        case Reach::sentence:
            return slice(
                sentence_begin(text, finding.begin, sentence_bytes),
                sentence_end(text, finding.end, sentence_bytes)
            );
        case Reach::message:
            break;
    }
    return text;
}

// All phrases of a cue as one expression, tied to the finding where its reach says so.
std::string expression(const Cue& cue) {
    std::string any;
    for (const std::string& pattern : cue.patterns)
        any += (any.empty() ? "" : "|") + pattern;
    if (cue.reach == Reach::before) return R"((?:^|\W)(?:)" + any + R"()[ "']*$)";
    if (cue.reach == Reach::after) return R"(^\W*(?:)" + any + R"()(?:\W|$))";
    return R"((?:^|\W)(?:)" + any + R"()(?:\W|$))";
}

bool concerns(const Cue& cue, Category category) {
    return !cue.categories || std::find(cue.categories->begin(), cue.categories->end(), category) !=
                                  cue.categories->end();
}

bool blocks(const Cue& cue, const std::string& other) {
    return cue.blocks &&
           std::find(cue.blocks->begin(), cue.blocks->end(), other) != cue.blocks->end();
}

json::MaybeProblem problem_of(const Cue& cue, const std::string& path) {
    if (cue.id.empty()) return json::Problem{path + ".id", "must not be empty"};
    if (cue.patterns.empty()) return json::Problem{path + ".patterns", "must not be empty"};
    if ((cue.effect == Effect::marks) == cue.to.has_value()) {
        return json::Problem{
            path + ".to", "goes with effects `lowers` and `raises`, and only there"
        };
    }
    if ((cue.effect == Effect::raises) != cue.from.has_value()) {
        return json::Problem{path + ".from", "goes with the effect `raises`, and only there"};
    }
    for (std::size_t i = 0; i < cue.patterns.size(); ++i) {
        if (auto regex = compile_regex(cue.patterns[i]); !regex) {
            return json::Problem{
                path + ".patterns[" + std::to_string(i) + "]", regex.error().detail
            };
        }
    }
    return {};
}

}  // namespace

Result<Cues> Cues::load(const std::filesystem::path& path) {
    Result<TomlFile> file = TomlFile::read(path);
    if (!file) return file.error();
    CueFile content;
    if (auto problem = json::read(file->value(), content, json::UnknownFields::refuse)) {
        return file->error(*problem);
    }
    Cues cues;
    for (std::size_t i = 0; i < content.cues.size(); ++i) {
        Cue& cue = content.cues[i];
        const std::string where = "cues[" + std::to_string(i) + "]";
        if (auto problem = problem_of(cue, where)) return file->error(*problem);
        if (cues.has(cue.id))
            return file->error({where + ".id", "'" + cue.id + "' is there twice"});
        auto regex = compile_regex(expression(cue));
        if (!regex) return file->error({where + ".patterns", regex.error().detail});
        cues.cues_.push_back({std::move(cue), std::move(*regex)});
    }
    for (std::size_t i = 0; i < cues.cues_.size(); ++i) {
        for (const std::string& id :
             cues.cues_[i].cue.blocks.value_or(std::vector<std::string>{})) {
            if (!cues.has(id)) {
                return file->error({"cues[" + std::to_string(i) + "].blocks", "no cue '" + id + "'"}
                );
            }
        }
    }
    return cues;
}

bool Cues::has(std::string_view id) const {
    return std::any_of(cues_.begin(), cues_.end(), [&](const Compiled& c) {
        return c.cue.id == id;
    });
}

Cues::Reading::Reading(const Cues& cues, std::string_view folded)
    : cues_(cues), text_(folded), in_message_(cues.cues_.size()) {}

bool Cues::Reading::stands(std::size_t number, const Range& finding) {
    const Compiled& compiled = cues_.cues_[number];
    const auto look = [&] {
        const std::string_view where = around(compiled.cue.reach, text_, finding);
        return RE2::PartialMatch({where.data(), where.size()}, *compiled.regex);
    };
    if (compiled.cue.reach != Reach::message) return look();
    std::optional<bool>& known = in_message_[number];
    if (!known) known = look();
    return *known;
}

bool Cues::Reading::stands(std::string_view id, const Range& finding) {
    for (std::size_t i = 0; i < cues_.cues_.size(); ++i) {
        if (cues_.cues_[i].cue.id == id) return stands(i, finding);
    }
    return false;
}

void Cues::Reading::apply(
    Finding& finding, const Range& where, const std::vector<std::string>& ignored
) {
    std::vector<const Cue*> standing;
    for (std::size_t i = 0; i < cues_.cues_.size(); ++i) {
        const Cue& cue = cues_.cues_[i].cue;
        if (std::find(ignored.begin(), ignored.end(), cue.id) != ignored.end()) continue;
        if (concerns(cue, finding.category) && stands(i, where)) standing.push_back(&cue);
    }
    const auto note = [&](const Cue& cue, const std::string& what) {
        finding.cues.push_back(cue.id + ": " + what);
    };
    bool contested = false;
    for (const Cue* cue : standing) {
        if (cue->effect != Effect::lowers || finding.level <= *cue->to) continue;
        const auto blocker = std::find_if(standing.begin(), standing.end(), [&](const Cue* other) {
            return blocks(*other, cue->id);
        });
        if (blocker != standing.end()) {
            note(*cue, "held back by " + (*blocker)->id);
            contested = true;
            continue;
        }
        finding.level = *cue->to;
        note(*cue, "lowered to " + std::string(name_of(*cue->to)));
    }
    // "I'm not going to do it tonight": kept at its level for a person to read, not raised as well.
    if (contested) return;
    for (const Cue* cue : standing) {
        if (cue->effect != Effect::raises || finding.level < *cue->from) continue;
        if (finding.level >= *cue->to) continue;
        finding.level = *cue->to;
        note(*cue, "raised to " + std::string(name_of(*cue->to)));
    }
}

}  // namespace holdfast::moderation
