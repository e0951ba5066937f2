#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::bus {

// What travels through Redis: who published, the position in the room's log, and the payload as it
// is, bytes and all. The topic is the channel's name.
struct Envelope {
    std::string_view node;
    std::uint64_t seq = 0;
    std::string_view payload;
};

std::string pack(const Envelope&);

// Views into `bytes`. Nothing for what another program, or another version of this one, published.
std::optional<Envelope> unpack(std::string_view bytes);

}  // namespace holdfast::bus
