#include "moderation/detect/phrase_set.hpp"

#include <algorithm>

namespace holdfast::moderation {

namespace {

constexpr std::size_t group_size = 16;

// States of an automaton are made as texts need them and kept; this is the most a group may take.
constexpr std::int64_t group_memory = std::int64_t{8} << 20;

RE2::Options options(std::int64_t memory) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory);
    return options;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

Result<std::unique_ptr<const RE2>> compile_regex(const std::string& pattern) {
    auto regex = std::make_unique<const RE2>(pattern, options(RE2::Options::kDefaultMaxMem));
    if (!regex->ok()) return Error{Errc::bad_config, regex->error()};
    return regex;
}

std::vector<Range> occurrences(const RE2& regex, std::string_view text) {
    std::vector<Range> found;
    re2::StringPiece match;
    for (std::size_t from = 0; from < text.size();) {
        if (!regex.Match(piece(text), from, text.size(), RE2::UNANCHORED, &match, 1)) break;
        const auto begin = static_cast<std::size_t>(match.data() - text.data());
        if (!match.empty()) found.push_back({begin, begin + match.size()});
        from = begin + std::max<std::size_t>(match.size(), 1);
    }
    return found;
}

Result<void> PhraseSet::add(const std::string& pattern) {
    auto regex = compile_regex(pattern);
    if (!regex) return regex.error();
    if (phrases_.size() % group_size == 0) {
        groups_.emplace_back(options(group_memory), RE2::UNANCHORED);
    }
    std::string why;
    if (groups_.back().Add(pattern, &why) < 0) return Error{Errc::bad_config, why};
    phrases_.push_back(std::move(*regex));
    return {};
}

Result<void> PhraseSet::compile() {
    for (RE2::Set& group : groups_) {
        if (!group.Compile()) return Error{Errc::bad_config, "the patterns together are too big"};
    }
    return {};
}

Result<std::vector<std::size_t>> PhraseSet::present(std::string_view text) const {
    std::vector<std::size_t> present;
    std::vector<int> in_group;
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        RE2::Set::ErrorInfo info{};
        if (groups_[group].Match(piece(text), &in_group, &info)) {
            for (const int number : in_group) {
                present.push_back(group * group_size + static_cast<std::size_t>(number));
            }
        } else if (info.kind != RE2::Set::kNoError) {
            return Error{Errc::internal, "pattern matching ran out of memory"};
        }
    }
    std::sort(present.begin(), present.end());
    return present;
}

}  // namespace holdfast::moderation
