#pragma once

#include "common/error.hpp"
#include "moderation/assessment.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace holdfast::moderation {

// What the machine does with a message.
enum class Action : std::uint8_t {
    deliver,
    deliver_with_note,  // folded under a note, members open it by choice
    mask,               // delivered with the spans of the finding hidden
    hold,               // nobody sees it before a moderator does
    return_,            // back to the author for another go
    drop,               // not sent (spam); the author is told
};
BOOST_DESCRIBE_ENUM(Action, deliver, deliver_with_note, mask, hold, return_, drop)

// The machine's answer to one message.
struct Verdict {
    Action action = Action::hold;
    Level level = Level::none;
    Category category = Category::distress;
    std::vector<Span> masked;         // what `mask` hides, in the original text
    std::optional<std::string> card;  // id in the content files, shown to the author at once
    std::optional<std::string> note;  // id of the note a folded message stands under
    bool opens_case = false;
    bool opens_care = false;  // the care thread opens with the case, before anyone claims
    std::string policy;       // version

    friend bool operator==(const Verdict&, const Verdict&) = default;
};
BOOST_DESCRIBE_STRUCT(
    Verdict, (), (action, level, category, masked, card, note, opens_case, opens_care, policy)
)

// One cell of the table: what to do, and what goes with it. In the file a row is a class of message
// ("imminent", "personal_data", "degraded") and a column a Coverage.
struct Rule {
    Action action = Action::hold;
    std::optional<std::string> card;
    std::optional<std::string> note;
    bool opens_case = false;
    bool opens_care = false;
};

// When which class of message is delivered, held or returned: data that an operator's clinician
// ratifies, never code. Immutable; shared by all shards as part of the Ruleset.
class Policy {
public:
    // Reads and checks policy.toml: every level, every category that has a row of its own and
    // `degraded` have a rule for every coverage, and no rule delivers `high`, `imminent` or
    // `degraded` unread except in a care thread. Errors name file, line and column.
    static Result<Policy> load(const std::filesystem::path& file);

    // Pure. Where several findings ask for different actions the most careful one wins, and spans
    // that ask to be masked are masked whatever else is decided.
    Verdict decide(const Assessment&, Coverage) const;

    // Every card and note that a rule names, so that start-up can check that there are words for
    // it.
    std::set<std::string> card_ids() const;
    std::set<std::string> note_ids() const;

    const std::string& version() const { return version_; }

private:
    Policy() = default;

    std::string version_;
    std::map<std::string, std::map<Coverage, Rule>> rules_;
};

}  // namespace holdfast::moderation
