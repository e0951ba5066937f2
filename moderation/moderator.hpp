#pragma once

#include "common/error.hpp"
#include "moderation/assessment.hpp"
#include "moderation/detect/detector.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::moderation {

// The machine's first reading of every message: normalise, run every detector, put the findings
// together. Immutable; shared by all shards as part of the Ruleset.
class Moderator {
public:
    Moderator(std::vector<std::unique_ptr<const Detector>> detectors, std::string ruleset);

    // Never throws and never answers "harmless" for what it could not read: a detector that fails
    // or throws makes the assessment `degraded`, and the policy then holds the message.
    Assessment assess(std::string_view text, const Context&) const;

private:
    std::vector<std::unique_ptr<const Detector>> detectors_;
    std::string ruleset_;
};

// Builds the moderator with every detector we ship from the data files in `folder`
// (patterns.<language>.toml and the like). Errors name file, line and column.
Result<Moderator> load_moderator(const std::filesystem::path& folder);

}  // namespace holdfast::moderation
