#include "moderation/moderator.hpp"

#include "moderation/context_window.hpp"
#include "moderation/text/normalized_text.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace holdfast::moderation {

namespace {

using Detectors = std::vector<std::unique_ptr<const Detector>>;

// This message and two before it: so many heavy ones in a row weigh more than each alone.
constexpr std::size_t earlier_heavy_texts = 2;

// What the detectors saw, and whether each of them could look.
struct Reading {
    std::vector<Finding> findings;
    bool complete = true;
};

Reading read(const Detectors& detectors, std::string_view text, const Context& context) {
    Reading reading;
    const NormalizedText normalized(text);
    for (const auto& detector : detectors) {
        // One that fails does not keep the others from looking.
        try {
            Result<std::vector<Finding>> found = detector->detect(normalized, context);
            reading.complete = reading.complete && found.has_value();
            if (!found) continue;
            std::move(found->begin(), found->end(), std::back_inserter(reading.findings));
        } catch (...) {
            reading.complete = false;
        }
    }
    return reading;
}

// Adds what only shows when the message is read on from the ones before it. A statement cut up over
// messages is that statement, at its full level.
void read_over_the_seam(
    const Detectors& detectors, std::string_view text, const Context& context, Reading& reading
) {
    for (const Joined& joined : joined_with_recent(text, context)) {
        Reading whole = read(detectors, joined.text, context);
        reading.complete = reading.complete && whole.complete;
        for (Finding& finding : whole.findings) {
            finding.span = joined.in_message(finding.span);
            if (finding.span == Span{} || finding.level == Level::none) continue;
            // Context never lowers: the message's own finding stays beside this one if both stand.
            const bool known = std::any_of(
                reading.findings.begin(),
                reading.findings.end(),
                [&](const Finding& own) {
                    return own.rule == finding.rule && own.level >= finding.level;
                }
            );
            if (known) continue;
            finding.cues.emplace_back("context: continues earlier messages");
            reading.findings.push_back(std::move(finding));
        }
    }
}

Level highest(const std::vector<Finding>& findings) {
    Level level = Level::none;
    for (const Finding& finding : findings)
        level = std::max(level, finding.level);
    return level;
}

bool is_heavy(const Finding& finding) {
    return finding.level >= Level::low && !is_conduct(finding.category);
}

// Low three times in a row is concern: the one case where earlier texts raise a level, by one.
void weigh_repetition(const Detectors& detectors, const Context& context, Reading& reading) {
    if (highest(reading.findings) != Level::low) return;
    const auto heavy = std::find_if(reading.findings.begin(), reading.findings.end(), is_heavy);
    if (heavy == reading.findings.end()) return;
    const auto& recent = context.recent_texts;
    if (recent.size() < earlier_heavy_texts) return;
    for (std::size_t i = recent.size() - earlier_heavy_texts; i < recent.size(); ++i) {
        const Reading before = read(detectors, recent[i], context);
        reading.complete = reading.complete && before.complete;
        if (std::none_of(before.findings.begin(), before.findings.end(), is_heavy)) return;
    }
    heavy->level = Level::concern;
    heavy->cues.emplace_back("context: raised to concern, after others like it");
}

bool more_urgent(const Finding& a, const Finding& b) {
    if (a.level != b.level) return a.level > b.level;
    if (is_conduct(a.category) != is_conduct(b.category)) return is_conduct(b.category);
    // The rest only makes the order the same every time.
    return std::tie(a.span.begin, a.span.end, a.rule) < std::tie(b.span.begin, b.span.end, b.rule);
}

}  // namespace

Moderator::Moderator(std::vector<std::unique_ptr<const Detector>> detectors, std::string ruleset)
    : detectors_(std::move(detectors)), ruleset_(std::move(ruleset)) {}

Assessment Moderator::assess(std::string_view text, const Context& context) const {
    Assessment assessment;
    assessment.ruleset = ruleset_;
    try {
        Reading reading = read(detectors_, text, context);
        read_over_the_seam(detectors_, text, context, reading);
        weigh_repetition(detectors_, context, reading);
        std::sort(reading.findings.begin(), reading.findings.end(), more_urgent);
        assessment.findings = std::move(reading.findings);
        assessment.degraded = !reading.complete;
    } catch (...) {
        // Normalising or sorting failed: out of memory, or ICU without its data.
        assessment.degraded = true;
    }
    // Findings that cues lowered to none explain why nothing was raised; they are about nothing.
    assessment.level = highest(assessment.findings);
    if (assessment.level > Level::none) assessment.category = assessment.findings.front().category;
    return assessment;
}

}  // namespace holdfast::moderation
