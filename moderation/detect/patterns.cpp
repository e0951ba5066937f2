#include "moderation/detect/patterns.hpp"

#include "moderation/detect/pattern_file.hpp"
#include "moderation/text/normalized_text.hpp"

#include <algorithm>
#include <map>

namespace holdfast::moderation {

namespace {

using Names = std::vector<std::string>;

// Phrases of one rule often match at the same place; together they are one finding.
std::vector<Range> merged(std::vector<Range> ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
        return a.begin < b.begin;
    });
    std::vector<Range> out;
    for (const Range& range : ranges) {
        if (!out.empty() && range.begin < out.back().end) {
            out.back().end = std::max(out.back().end, range.end);
        } else {
            out.push_back(range);
        }
    }
    return out;
}

}  // namespace

Result<Patterns> Patterns::load(
    const std::vector<std::filesystem::path>& files, const std::filesystem::path& cues_file
) {
    Result<Cues> cues = Cues::load(cues_file);
    if (!cues) return cues.error();
    Patterns patterns(std::move(*cues));
    for (const std::filesystem::path& file : files) {
        if (auto added = patterns.add_file(file); !added) return added.error();
    }
    if (auto compiled = patterns.phrases_.compile(); !compiled) return compiled.error();
    return patterns;
}

Result<void> Patterns::add_file(const std::filesystem::path& path) {
    Result<PatternFile> file = PatternFile::read(path);
    if (!file) return file.error();
    for (std::size_t i = 0; i < file->rules.size(); ++i) {
        const PatternRule& rule = file->rules[i];
        const std::string where = "rules[" + std::to_string(i) + "]";
        const auto refuse = [&](const std::string& field, std::string why) {
            return file->source.error({where + field, std::move(why)});
        };
        if (std::any_of(rules_.begin(), rules_.end(), [&](const Rule& r) {
                return r.id == rule.id;
            })) {
            return refuse(".id", "'" + rule.id + "' is there twice");
        }
        Rule added{
            rule.id,
            rule.category,
            rule.level,
            rule.needs.value_or(Names{}),
            rule.forbids.value_or(Names{}),
            rule.ignores.value_or(Names{})
        };
        for (const auto& [field, names] :
             {std::pair{".needs", &added.needs},
              {".forbids", &added.forbids},
              {".ignores", &added.ignores}}) {
            for (const std::string& cue : *names) {
                if (!cues_.has(cue)) return refuse(field, "no cue '" + cue + "'");
            }
        }
        for (std::size_t k = 0; k < rule.patterns.size(); ++k) {
            if (auto phrase = phrases_.add(rule.patterns[k]); !phrase) {
                return refuse(".patterns[" + std::to_string(k) + "]", phrase.error().detail);
            }
            rule_of_.push_back(rules_.size());
        }
        rules_.push_back(std::move(added));
    }
    return {};
}

Result<std::vector<Finding>> Patterns::detect(const NormalizedText& message, const Context&) const {
    const View& view = message.folded();
    const auto present = phrases_.present(view.text());
    if (!present) return present.error();

    std::map<std::size_t, std::vector<Range>> by_rule;
    for (const std::size_t phrase : *present) {
        std::vector<Range>& ranges = by_rule[rule_of_[phrase]];
        const std::vector<Range> found = occurrences(phrases_.phrase(phrase), view.text());
        ranges.insert(ranges.end(), found.begin(), found.end());
    }

    Cues::Reading cues(cues_, view.text());
    std::vector<Finding> findings;
    for (auto& [number, ranges] : by_rule) {
        const Rule& rule = rules_[number];
        for (const Range& range : merged(std::move(ranges))) {
            const auto stands = [&](const std::string& cue) { return cues.stands(cue, range); };
            if (!std::all_of(rule.needs.begin(), rule.needs.end(), stands)) continue;
            if (std::any_of(rule.forbids.begin(), rule.forbids.end(), stands)) continue;
            Finding finding;
            finding.category = rule.category;
            finding.level = rule.level;
            finding.span = view.original(range.begin, range.end);
            finding.rule = rule.id;
            cues.apply(finding, range, rule.ignores);
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

}  // namespace holdfast::moderation
