#include "tests/scenario/player.hpp"

#include "common/enum_name.hpp"
#include "common/text.hpp"
#include "moderation/triage/case.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <re2/re2.h>
#include <utility>

namespace holdfast::scenario {

namespace {

Error failed(std::string why) {
    return {Errc::internal, std::move(why)};
}

constexpr std::size_t most_words = 5;

// Entries of a room that are visible and say exactly this.
const protocol::MessageView* visible(const Actor::RoomCopy& room, const std::string& text) {
    for (const auto& [seq, entry] : room.entries) {
        if (entry.kind == protocol::EntryKind::posted && entry.message.text == text) {
            return &entry.message;
        }
    }
    return nullptr;
}

}  // namespace

Result<std::vector<Step>> read_steps(const std::string& file) {
    std::ifstream stream(file);
    if (!stream) return Error{Errc::bad_config, file + ": cannot be read"};
    std::vector<Step> steps;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        const std::string_view text = text::trimmed(line);
        if (!text.empty() && text.front() != '#') steps.push_back({number, std::string(text)});
    }
    return steps;
}

const std::vector<Player::Rule>& Player::rules() {
    // An optional part that is absent gives an empty word.
    static const std::vector<Rule> all{
        {R"re((\w+)(?: \((\w+)\))? joins "([^"]+)")re", &Player::joins},
        {R"re((\w+) \((\w+)\) is on shift)re", &Player::is_on_shift},
        {R"re((\w+) says "([^"]*)"(?: in (.+))?)re", &Player::says},
        {R"re((\w+) sees "([^"]*)"(?: from (\w+))?(?: in (.+?))?(?: under the note "(\w+)")?)re",
         &Player::sees},
        {R"re((\w+) never sees "([^"]*)")re", &Player::never_sees},
        {R"re((\w+) sees that "([^"]*)" was taken down)re", &Player::sees_taken_down},
        {R"re((\w+) is told that "([^"]*)" is (\w+))re", &Player::is_told},
        {R"re((\w+) is offered the card "(\w+)")re", &Player::is_offered},
        {R"re((\w+) is refused: (\w+))re", &Player::is_refused},
        {R"re((\w+) retracts "([^"]*)")re", &Player::retracts},
        {R"re((\w+) loses the connection)re", &Player::loses_connection},
        {R"re((\w+) comes back)re", &Player::comes_back},
        {R"re((\w+) is invited to a care thread)re", &Player::is_invited},
        {R"re((\w+) sees a case: (\w+), about (\w+))re", &Player::sees_case},
        {R"re((\w+) opens the case and reads "([^"]*)")re", &Player::opens_case},
        {R"re((\w+) reads the reason (\S+)(?: at "([^"]*)")?)re", &Player::reads_reason},
        {R"re((\w+) claims the case)re", &Player::claims},
        {R"re((\w+) tries to claim it and learns that (\w+) holds it)re", &Player::learns_holder},
        {R"re((\w+) gives the case back)re", &Player::gives_back},
        {R"re((\w+) decides to (\w+) "([^"]*)")re", &Player::decides},
        {R"re((\w+) removes "([^"]*)")re", &Player::removes},
        {R"re((\d+) (seconds?|minutes?|hours?) pass(?:es)?)re", &Player::time_passes},
    };
    return all;
}

Player::Player(World& world, std::chrono::milliseconds patience)
    : world_(world), patience_(patience) {}

Result<void> Player::play(const std::vector<Step>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        const auto started = std::chrono::steady_clock::now();
        Result<void> result = play(step);
        if (result) result = check_promises();
        // A refusal is only right where the next line says so.
        const bool is_expected =
            i + 1 < steps.size() && RE2::PartialMatch(steps[i + 1].text, " is refused: ");
        if (result && refused_ && !is_expected) result = refused_->second;
        if (!result) {
            const std::string where = "line " + std::to_string(step.line) + ": " + step.text;
            return failed(where + ": " + result.error().detail);
        }
        const auto took = std::chrono::steady_clock::now() - started;
        played_.push_back({step, std::chrono::duration_cast<std::chrono::microseconds>(took)});
    }
    return {};
}

Result<void> Player::play(const Step& step) {
    for (const Rule& rule : rules()) {
        std::array<std::string, most_words> words;
        std::array<RE2::Arg, most_words> args;
        std::array<const RE2::Arg*, most_words> pointers{};
        for (std::size_t i = 0; i < most_words; ++i) {
            args[i] = RE2::Arg(&words[i]);
            pointers[i] = &args[i];
        }
        const RE2 pattern(rule.pattern);
        const int groups = pattern.NumberOfCapturingGroups();
        if (!RE2::FullMatchN(step.text, pattern, pointers.data(), groups)) continue;
        return (this->*rule.act)(Words(words.begin(), words.end()));
    }
    return failed("nothing that a scenario can say");
}

// What must never be seen is looked for after every step, in every frame so far.
Result<void> Player::check_promises() const {
    for (const auto& [name, actor] : actors_) {
        actor->look();
        if (actor->fault()) return failed(name + " saw a fault: " + *actor->fault());
    }
    for (const Promise& promise : never_) {
        const auto found = actors_.find(promise.name);
        if (found != actors_.end() && found->second->ever_received(promise.words)) {
            return failed(promise.name + " received \"" + promise.words + "\"");
        }
    }
    return {};
}

Actor& Player::actor(const std::string& name) {
    return *actors_.at(name);
}

// A refusal is kept for the next line, which may expect it.
Result<void> Player::keep_refusal(Actor& by, const Result<protocol::Reply>& reply) {
    if (!reply) return reply.error();
    const auto* refused = std::get_if<protocol::Refused>(&*reply);
    if (refused) refused_.emplace(by.name(), refusal_error(*refused));
    return {};
}

Result<void> Player::wait(const std::string& what, const std::function<bool()>& is_met) {
    if (world_.run_until(is_met, patience_)) return {};
    return failed(what + " did not happen in time");
}

Result<std::string> Player::room_of(const Actor& actor, const std::string& place) const {
    if (place.empty()) return actor.last_room();
    if (place != "the care thread") return place.substr(1, place.size() - 2);  // in "room"
    if (actor.care_room()) return actor.care_room()->value;
    if (!actor.cases().empty()) return moderation::care_room(actor.cases().begin()->first).value;
    return failed(actor.name() + " knows of no care thread");
}

Result<void> Player::joins(const Words& words) {
    auto [found, is_new] = actors_.try_emplace(words[0]);
    if (is_new) {
        const std::optional<Role> role =
            words[1].empty() ? Role::member : from_name<Role>(words[1]);
        if (!role) return failed("no such role: " + words[1]);
        found->second = std::make_unique<Actor>(world_, words[0], *role);
        if (auto arrived = found->second->arrive(); !arrived) return arrived.error();
    }
    return keep_refusal(*found->second, found->second->join(words[2]));
}

Result<void> Player::is_on_shift(const Words& words) {
    const std::optional<Role> role = from_name<Role>(words[1]);
    if (!role) return failed("no such role: " + words[1]);
    auto [found, is_new] = actors_.try_emplace(words[0]);
    if (is_new) {
        found->second = std::make_unique<Actor>(world_, words[0], *role);
        if (auto arrived = found->second->arrive(); !arrived) return arrived.error();
    }
    return keep_refusal(*found->second, found->second->ask(protocol::WatchQueue{}));
}

Result<void> Player::says(const Words& words) {
    Actor& speaker = actor(words[0]);
    const auto room = room_of(speaker, words[2]);
    if (!room) return room.error();
    if (!speaker.room(*room)) {
        if (auto joined = speaker.join(*room); !joined) return joined.error();
    }
    return keep_refusal(speaker, speaker.say(*room, words[1]));
}

Result<void> Player::sees(const Words& words) {
    Actor& viewer = actor(words[0]);
    const auto room = room_of(viewer, words[3]);
    if (!room) return room.error();
    if (!viewer.room(*room)) {
        if (auto joined = viewer.join(*room); !joined) return joined.error();
    }
    return wait(words[0] + " sees it", [&] {
        viewer.look();
        const auto* copy = viewer.room(*room);
        const auto* message = copy ? visible(*copy, words[1]) : nullptr;
        if (!message) return false;
        if (!words[2].empty() && message->author.id != actor(words[2]).who().id) return false;
        return words[4].empty() || message->note == words[4];
    });
}

Result<void> Player::never_sees(const Words& words) {
    never_.push_back({words[0], words[1]});
    return {};
}

Result<void> Player::sees_taken_down(const Words& words) {
    Actor& viewer = actor(words[0]);
    return wait(words[0] + " sees it go", [&] {
        viewer.look();
        const auto* copy = viewer.room(viewer.last_room());
        if (!copy) return false;
        const auto* message = visible(*copy, words[1]);
        if (!message) return false;
        return std::any_of(copy->entries.begin(), copy->entries.end(), [&](const auto& e) {
            return e.second.kind == protocol::EntryKind::taken_down &&
                   e.second.message.id == message->id && e.second.message.text.empty();
        });
    });
}

Result<void> Player::is_told(const Words& words) {
    const auto state = from_name<protocol::MessageState>(words[2]);
    if (!state) return failed("no such state: " + words[2]);
    Actor& author = actor(words[0]);
    return wait(words[0] + " is told so", [&] {
        author.look();
        const auto own = author.own_by_text().find(words[1]);
        return own != author.own_by_text().end() && own->second.state == *state;
    });
}

Result<void> Player::is_offered(const Words& words) {
    Actor& author = actor(words[0]);
    return wait(words[0] + " is offered it", [&] {
        author.look();
        const auto& own = author.own_by_text();
        return std::any_of(own.begin(), own.end(), [&](const auto& m) {
            return m.second.card == words[1];
        });
    });
}

Result<void> Player::is_refused(const Words& words) {
    const auto refused = std::exchange(refused_, std::nullopt);
    if (!refused || refused->first != words[0]) return failed("was not refused anything");
    if (name_of(refused->second.code) != words[1]) return refused->second;
    return {};
}

Result<void> Player::retracts(const Words& words) {
    Actor& author = actor(words[0]);
    const auto own = author.own_by_text().find(words[1]);
    if (own == author.own_by_text().end()) return failed("never said that");
    protocol::Retract retract;
    retract.room = own->second.room;
    retract.message = own->second.id;
    return keep_refusal(author, author.ask(retract));
}

Result<void> Player::loses_connection(const Words& words) {
    actor(words[0]).drop();
    return {};
}

Result<void> Player::comes_back(const Words& words) {
    return actor(words[0]).arrive();
}

Result<void> Player::is_invited(const Words& words) {
    Actor& member = actor(words[0]);
    return wait(words[0] + " is invited", [&] {
        member.look();
        return member.care_room().has_value();
    });
}

template <class Command>
Result<protocol::Reply> Player::ask_about_case(Actor& moderator) {
    moderator.look();
    const protocol::CaseView* newest = nullptr;
    for (const auto& [id, c] : moderator.cases()) {
        if (!newest || c.opened_at >= newest->opened_at) newest = &c;
    }
    if (!newest) return failed("there is no case");
    Command command;
    command.id = newest->id;
    return moderator.ask(std::move(command));
}

Result<void> Player::sees_case(const Words& words) {
    const auto level = from_name<Level>(words[1]);
    if (!level) return failed("no such level: " + words[1]);
    Actor& moderator = actor(words[0]);
    return wait(words[0] + " sees the case", [&] {
        moderator.look();
        const auto& cases = moderator.cases();
        return std::any_of(cases.begin(), cases.end(), [&](const auto& c) {
            return c.second.level == *level && c.second.about.id == actor(words[2]).who().id;
        });
    });
}

Result<void> Player::opens_case(const Words& words) {
    Actor& moderator = actor(words[0]);
    const auto reply = ask_about_case<protocol::OpenCase>(moderator);
    if (auto kept = keep_refusal(moderator, reply); !kept) return kept;
    if (!moderator.opened()) return failed("the case did not open");
    const auto& messages = moderator.opened()->messages;
    const bool is_there = std::any_of(messages.begin(), messages.end(), [&](const auto& m) {
        return m.message.text == words[1];
    });
    if (!is_there) return failed("the case does not hold that text");
    return {};
}

Result<void> Player::reads_reason(const Words& words) {
    const auto& opened = actor(words[0]).opened();
    if (!opened) return failed("no case is open");
    for (const auto& flagged : opened->messages) {
        for (const auto& reason : flagged.reasons) {
            if (reason.rule != words[1]) continue;
            const std::string& text = flagged.message.text;
            const std::size_t begin = text::byte_offset(text, reason.span.begin);
            const std::size_t end = text::byte_offset(text, reason.span.end);
            if (words[2].empty() || text.substr(begin, end - begin) == words[2]) return {};
            return failed("the span is \"" + text.substr(begin, end - begin) + "\"");
        }
    }
    return failed("no such reason");
}

Result<void> Player::claims(const Words& words) {
    Actor& moderator = actor(words[0]);
    return keep_refusal(moderator, ask_about_case<protocol::ClaimCase>(moderator));
}

Result<void> Player::learns_holder(const Words& words) {
    const auto reply = ask_about_case<protocol::ClaimCase>(actor(words[0]));
    if (!reply) return reply.error();
    const auto* refused = std::get_if<protocol::Refused>(&*reply);
    if (!refused || !refused->holder) return failed("the claim was not refused with a holder");
    if (refused->holder->id != actor(words[1]).who().id) return failed("somebody else holds it");
    return {};
}

Result<void> Player::gives_back(const Words& words) {
    Actor& moderator = actor(words[0]);
    return keep_refusal(moderator, ask_about_case<protocol::ReleaseCase>(moderator));
}

Result<void> Player::decides(const Words& words) {
    const auto decision = from_name<protocol::Decision>(words[1]);
    if (!decision) return failed("no such decision: " + words[1]);
    Actor& moderator = actor(words[0]);
    if (!moderator.opened()) return failed("no case is open");
    for (const auto& flagged : moderator.opened()->messages) {
        if (flagged.message.text != words[2]) continue;
        protocol::Decide decide;
        decide.id = moderator.opened()->summary.id;
        decide.room = flagged.room;
        decide.message = flagged.message.id;
        decide.decision = *decision;
        return keep_refusal(moderator, moderator.ask(decide));
    }
    return failed("the case does not hold that text");
}

Result<void> Player::removes(const Words& words) {
    Actor& moderator = actor(words[0]);
    moderator.look();
    const std::string& room = moderator.last_room();
    const auto* copy = moderator.room(room);
    const auto* message = copy ? visible(*copy, words[1]) : nullptr;
    if (!message) return failed("does not see that message");
    protocol::Remove remove;
    remove.room.value = room;
    remove.message = message->id;
    return keep_refusal(moderator, moderator.ask(remove));
}

Result<void> Player::time_passes(const Words& words) {
    const std::chrono::seconds unit = words[1].starts_with("second")   ? std::chrono::seconds{1}
                                      : words[1].starts_with("minute") ? std::chrono::minutes{1}
                                                                       : std::chrono::hours{1};
    if (!world_.advance(unit * std::stoi(words[0]))) return failed("the clock is not ours");
    return {};
}

}  // namespace holdfast::scenario
