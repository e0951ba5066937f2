#pragma once

#include "common/permissions.hpp"
#include "common/protocol/commands.hpp"

#include <optional>

namespace holdfast::app {

// What each command asks of the role; empty for what everybody may do. A command without a line
// here does not compile.
inline std::optional<Permission> needed(const protocol::Hello&) {
    return {};
}
inline std::optional<Permission> needed(const protocol::Ping&) {
    return {};
}
inline std::optional<Permission> needed(const protocol::Join&) {
    return Permission::talk;
}
inline std::optional<Permission> needed(const protocol::Leave&) {
    return Permission::talk;
}
inline std::optional<Permission> needed(const protocol::Say&) {
    return Permission::talk;
}
inline std::optional<Permission> needed(const protocol::Retract&) {
    return Permission::talk;
}
inline std::optional<Permission> needed(const protocol::ReadHistory&) {
    return Permission::talk;
}
inline std::optional<Permission> needed(const protocol::WatchQueue&) {
    return Permission::see_queue;
}
inline std::optional<Permission> needed(const protocol::OpenCase&) {
    return Permission::open_text;
}
inline std::optional<Permission> needed(const protocol::ClaimCase&) {
    return Permission::claim;
}
inline std::optional<Permission> needed(const protocol::ReleaseCase&) {
    return Permission::claim;
}
inline std::optional<Permission> needed(const protocol::Decide&) {
    return Permission::decide;
}
inline std::optional<Permission> needed(const protocol::Remove&) {
    return Permission::remove;
}

}  // namespace holdfast::app
