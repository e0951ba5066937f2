#pragma once

#include "common/error.hpp"
#include "moderation/assessment.hpp"

#include <vector>

namespace holdfast::moderation {

class NormalizedText;

// Looks for one kind of thing in a message. Immutable once built; called on any shard's thread at
// once. Must not block, and its time must be linear in the text. An error means "I could not look",
// and the message is then held.
class Detector {
public:
    virtual ~Detector() = default;

    virtual Result<std::vector<Finding>> detect(const NormalizedText&, const Context&) const = 0;
};

}  // namespace holdfast::moderation
