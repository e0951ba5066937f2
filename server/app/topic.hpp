#pragma once

#include "common/ids.hpp"

#include <string>

namespace holdfast::app {

// The names of what can be listened to.
inline std::string topic_of(const RoomId& room) {
    return "room:" + room.value;
}
inline std::string topic_of(const MemberId& member) {
    return "member:" + member.value;
}
inline const std::string triage_topic = "triage";

}  // namespace holdfast::app
