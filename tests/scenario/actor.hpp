#pragma once

#include "common/error.hpp"
#include "common/protocol/commands.hpp"
#include "common/protocol/events.hpp"
#include "tests/scenario/world.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace holdfast::scenario {

// A refusal as a line for people.
Error refusal_error(const protocol::Refused&);

// A person in a scenario: speaks the public protocol and keeps what they were told, as a careful
// client would. Owned by the player; one thread.
class Actor {
public:
    // With a login of before, arrives as that person.
    Actor(World& world, std::string name, Role role, Login login = {});

    const std::string& name() const { return name_; }
    const protocol::Person& who() const { return login_.who; }
    const Login& login() const { return login_; }

    // Connects and says hello; again after drop().
    Result<void> arrive();
    void drop();

    // The reply to a command, refusals included; an error where none came.
    Result<protocol::Reply> ask(protocol::Command);
    Result<protocol::Reply> join(const std::string& room);
    Result<protocol::Reply> say(const std::string& room, const std::string& text);

    // Reads the frames that came since the last look.
    void look();

    // Entries of a room as this actor holds them, by seq. A hole or a repeat is a fault.
    struct RoomCopy {
        Epoch epoch;
        Seq seq;
        std::map<std::uint64_t, protocol::EntryView> entries;
    };
    const RoomCopy* room(const std::string& room) const;
    const std::string& last_room() const { return last_room_; }
    const std::optional<RoomId>& care_room() const { return care_room_; }
    const std::map<std::string, protocol::OwnMessage>& own_by_text() const { return own_; }
    const std::map<CaseId, protocol::CaseView>& cases() const { return cases_; }
    const std::optional<protocol::OpenedCase>& opened() const { return opened_; }
    // Whether these words ever reached this actor, in any frame.
    bool ever_received(std::string_view words) const;
    // The first thing this client saw that the protocol forbids.
    const std::optional<std::string>& fault() const { return fault_; }

private:
    void take(const protocol::Reply&);
    void take(const protocol::Event&);
    void take_entry(const RoomId&, const protocol::EntryView&);

    World& world_;
    std::string name_;
    Role role_;
    Login login_;
    std::unique_ptr<Wire> wire_;
    std::vector<std::string> past_frames_;
    std::size_t looked_ = 0;
    std::uint64_t last_ref_ = 0;
    std::uint64_t last_key_ = 0;
    std::map<std::string, protocol::Reply> replies_;
    std::map<std::string, RoomCopy> rooms_;
    std::map<std::string, protocol::OwnMessage> own_;
    std::map<CaseId, protocol::CaseView> cases_;
    std::optional<protocol::OpenedCase> opened_;
    std::optional<RoomId> care_room_;
    std::optional<std::string> fault_;
    std::string last_room_;
};

}  // namespace holdfast::scenario
