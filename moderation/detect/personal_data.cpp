#include "moderation/detect/personal_data.hpp"

#include "common/toml.hpp"
#include "moderation/detect/digit_run.hpp"
#include "moderation/text/normalized_text.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>

namespace holdfast::moderation {

namespace {

// A run of at least this many digits is taken for a telephone number without a word that says so.
constexpr std::size_t digits_without_words = 9;

struct PersonalRule {
    std::string id;
    std::string pattern;
};
BOOST_DESCRIBE_STRUCT(PersonalRule, (), (id, pattern))

struct PersonalFile {
    std::vector<std::string> help_numbers;
    std::vector<std::string> public_sites;
    std::string contact_words;
    std::vector<PersonalRule> rules;
};
BOOST_DESCRIBE_STRUCT(PersonalFile, (), (help_numbers, public_sites, contact_words, rules))

using Named = std::vector<std::pair<std::string, Range>>;

// Places of `group` in every match; the group is the whole match where the pattern has none.
std::vector<Range> groups_of(const RE2& regex, std::string_view text) {
    const int group = regex.NumberOfCapturingGroups() > 0 ? 1 : 0;
    std::vector<Range> found;
    re2::StringPiece parts[2];
    const re2::StringPiece whole(text.data(), text.size());
    for (std::size_t from = 0; from < text.size();) {
        if (!regex.Match(whole, from, text.size(), RE2::UNANCHORED, parts, group + 1)) break;
        const auto end_of = [&](const re2::StringPiece& part) {
            return static_cast<std::size_t>(part.data() - text.data()) + part.size();
        };
        if (!parts[group].empty()) {
            found.push_back({end_of(parts[group]) - parts[group].size(), end_of(parts[group])});
        }
        from = std::max(end_of(parts[0]), from + 1);
    }
    return found;
}

// What is found twice (a link inside an e-mail address) is one finding, the longer one.
Named without_overlaps(Named found) {
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        if (a.second.begin != b.second.begin) return a.second.begin < b.second.begin;
        if (a.second.end != b.second.end) return a.second.end > b.second.end;
        return a.first < b.first;
    });
    Named out;
    for (auto& next : found) {
        if (!out.empty() && next.second.begin < out.back().second.end) {
            out.back().second.end = std::max(out.back().second.end, next.second.end);
        } else {
            out.push_back(std::move(next));
        }
    }
    return out;
}

}  // namespace

Result<PersonalData> PersonalData::load(const std::filesystem::path& path) {
    Result<TomlFile> file = TomlFile::read(path);
    if (!file) return file.error();
    PersonalFile content;
    if (auto problem = json::read(file->value(), content, json::UnknownFields::refuse)) {
        return file->error(*problem);
    }
    PersonalData detector;
    detector.help_numbers_ = std::move(content.help_numbers);
    detector.public_sites_ = std::move(content.public_sites);
    auto words = compile_regex(content.contact_words);
    if (!words) return file->error({"contact_words", words.error().detail});
    detector.contact_words_ = std::move(*words);
    for (std::size_t i = 0; i < content.rules.size(); ++i) {
        auto regex = compile_regex(content.rules[i].pattern);
        if (!regex) {
            return file->error({"rules[" + std::to_string(i) + "].pattern", regex.error().detail});
        }
        detector.rules_.push_back({std::move(content.rules[i].id), std::move(*regex)});
    }
    return detector;
}

bool PersonalData::is_public(std::string_view text) const {
    return std::any_of(public_sites_.begin(), public_sites_.end(), [&](const std::string& site) {
        return text.find(site) != std::string_view::npos;
    });
}

void PersonalData::find_phones(std::string_view plain, Named& into) const {
    for (const DigitRun& run : digit_runs(plain)) {
        const bool help_line = std::find(help_numbers_.begin(), help_numbers_.end(), run.digits) !=
                               help_numbers_.end();
        if (help_line || !looks_like_phone(run)) continue;
        const bool likely = run.international || run.digits.size() >= digits_without_words ||
                            RE2::PartialMatch({plain.data(), plain.size()}, *contact_words_);
        if (likely) into.emplace_back("personal_data.phone", run.where);
    }
}

Result<std::vector<Finding>> PersonalData::detect(const NormalizedText& message, const Context&)
    const {
    const std::string_view plain = message.plain().text();
    Named found;
    find_phones(plain, found);
    for (const Rule& rule : rules_) {
        for (const Range& range : groups_of(*rule.regex, plain)) {
            if (!is_public(plain.substr(range.begin, range.end - range.begin))) {
                found.emplace_back(rule.id, range);
            }
        }
    }
    std::vector<Finding> findings;
    for (auto& [id, range] : without_overlaps(std::move(found))) {
        Finding finding;
        finding.category = Category::personal_data;
        finding.level = Level::low;  // nobody is in danger; the policy has a row for it
        finding.span = message.plain().original(range.begin, range.end);
        finding.rule = std::move(id);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace holdfast::moderation
