#pragma once

#include "common/ids.hpp"
#include "common/permissions.hpp"
#include "server/app/session_ref.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace holdfast::app {

// Who is in a room now: sessions, and through them people. A value; its owner's thread.
class Roster {
public:
    void enter(SessionRef session, const MemberId& person, Role role) {
        if (!sessions_.emplace(session, person).second) return;
        Presence& presence = people_[person];
        if (presence.sessions++ == 0 && !is_staff(role)) {
            presence.is_member = true;
            ++members_;
        }
    }

    // The person, when this was their last session here.
    std::optional<MemberId> leave(SessionRef session) {
        const auto found = sessions_.find(session);
        if (found == sessions_.end()) return {};
        const MemberId person = found->second;
        sessions_.erase(found);
        const auto presence = people_.find(person);
        if (--presence->second.sessions > 0) return {};
        if (presence->second.is_member) --members_;
        people_.erase(presence);
        return person;
    }

    bool has(SessionRef session) const { return sessions_.contains(session); }
    bool is_empty() const { return sessions_.empty(); }
    // Different people; staff are not counted.
    std::uint32_t members() const { return members_; }

private:
    struct Presence {
        std::uint32_t sessions = 0;
        bool is_member = false;
    };

    std::unordered_map<SessionRef, MemberId> sessions_;
    std::unordered_map<MemberId, Presence> people_;
    std::uint32_t members_ = 0;
};

}  // namespace holdfast::app
