#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace holdfast::app {

// Names a session from another shard. A session may be gone when its answer comes; then the answer
// finds nobody, and that is all.
struct SessionRef {
    std::size_t shard = 0;
    std::uint64_t number = 0;  // of the connection

    friend bool operator==(const SessionRef&, const SessionRef&) = default;
};

}  // namespace holdfast::app

template <>
struct std::hash<holdfast::app::SessionRef> {
    std::size_t operator()(const holdfast::app::SessionRef& ref) const noexcept {
        return ref.number * 64 + ref.shard;
    }
};
