#pragma once

#include "common/error.hpp"
#include "tests/scenario/actor.hpp"
#include "tests/scenario/world.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::scenario {

// One line of a .chat file. README.md in this folder lists what a line can say.
struct Step {
    int line = 0;
    std::string text;
};

// The steps of a file, without comments and blank lines. bad_config: cannot be read.
Result<std::vector<Step>> read_steps(const std::string& file);

struct Played {
    Step step;
    std::chrono::microseconds took{0};
};

// Plays a conversation in a world. Stops at the first step that fails.
class Player {
public:
    // `patience` is how long anything that should be seen may take.
    Player(World& world, std::chrono::milliseconds patience);

    // Errc::internal with "line N: ..." where a step fails.
    Result<void> play(const std::vector<Step>& steps);

    const std::vector<Played>& played() const { return played_; }

private:
    using Words = std::vector<std::string>;
    struct Rule {
        const char* pattern;
        Result<void> (Player::*act)(const Words&);
    };
    static const std::vector<Rule>& rules();

    Result<void> play(const Step&);
    Result<void> check_promises() const;
    Actor& actor(const std::string& name);
    Result<void> wait(const std::string& what, const std::function<bool()>& is_met);
    Result<std::string> room_of(const Actor&, const std::string& place) const;
    Result<void> keep_refusal(Actor& by, const Result<protocol::Reply>&);
    // Asks about the newest case this moderator knows of.
    template <class Command>
    Result<protocol::Reply> ask_about_case(Actor& moderator);

    // The verbs, in the order of the README.
    Result<void> joins(const Words&);
    Result<void> is_on_shift(const Words&);
    Result<void> says(const Words&);
    Result<void> sees(const Words&);
    Result<void> never_sees(const Words&);
    Result<void> sees_taken_down(const Words&);
    Result<void> is_told(const Words&);
    Result<void> is_offered(const Words&);
    Result<void> is_refused(const Words&);
    Result<void> retracts(const Words&);
    Result<void> loses_connection(const Words&);
    Result<void> comes_back(const Words&);
    Result<void> is_invited(const Words&);
    Result<void> sees_case(const Words&);
    Result<void> opens_case(const Words&);
    Result<void> reads_reason(const Words&);
    Result<void> claims(const Words&);
    Result<void> learns_holder(const Words&);
    Result<void> gives_back(const Words&);
    Result<void> decides(const Words&);
    Result<void> removes(const Words&);
    Result<void> time_passes(const Words&);

    World& world_;
    std::chrono::milliseconds patience_;
    std::map<std::string, std::unique_ptr<Actor>> actors_;
    struct Promise {
        std::string name;
        std::string words;
    };
    std::vector<Promise> never_;  // checked when made, and again at the end
    std::optional<std::pair<std::string, Error>> refused_;  // by the last step: who, and why
    std::vector<Played> played_;
};

}  // namespace holdfast::scenario
