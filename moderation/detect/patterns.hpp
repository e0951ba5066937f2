#pragma once

#include "moderation/detect/cues.hpp"
#include "moderation/detect/detector.hpp"
#include "moderation/detect/phrase_set.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace holdfast::moderation {

// Finds the phrases of one language and lets the cues around each say what it means. Reads every
// message whatever its room's language: people write in the one they think in.
class Patterns : public Detector {
public:
    // `files` share one set of cues and one name space of rule ids.
    static Result<Patterns> load(
        const std::vector<std::filesystem::path>& files, const std::filesystem::path& cues
    );

    Result<std::vector<Finding>> detect(const NormalizedText&, const Context&) const override;

private:
    struct Rule {
        std::string id;
        Category category;
        Level level;
        std::vector<std::string> needs;
        std::vector<std::string> forbids;
        std::vector<std::string> ignores;
    };

    explicit Patterns(Cues cues) : cues_(std::move(cues)) {}

    Result<void> add_file(const std::filesystem::path&);

    Cues cues_;
    std::vector<Rule> rules_;
    std::vector<std::size_t> rule_of_;  // number of a phrase -> number of its rule
    PhraseSet phrases_;
};

}  // namespace holdfast::moderation
