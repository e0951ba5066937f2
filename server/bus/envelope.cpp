#include "server/bus/envelope.hpp"

#include <cstddef>

namespace holdfast::bus {

namespace {

// "HB1", the length of the node's name (4 bytes), the name, seq (8 bytes), the payload. Numbers are
// big-endian. Another layout gets another first word.
constexpr std::string_view layout = "HB1";
constexpr std::size_t length_bytes = 4;
constexpr std::size_t seq_bytes = 8;

void put(std::string& into, std::uint64_t number, std::size_t bytes) {
    while (bytes-- > 0)
        into += static_cast<char>((number >> (8 * bytes)) & 0xFF);
}

// Takes `count` bytes off the front; the caller has checked that they are there.
std::string_view take(std::string_view& from, std::size_t count) {
    const std::string_view taken = from.substr(0, count);
    from.remove_prefix(count);
    return taken;
}

std::uint64_t number_in(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes)
        number = (number << 8) | static_cast<unsigned char>(byte);
    return number;
}

}  // namespace

std::string pack(const Envelope& envelope) {
    std::string bytes;
    bytes.reserve(
        layout.size() + length_bytes + envelope.node.size() + seq_bytes + envelope.payload.size()
    );
    bytes += layout;
    put(bytes, envelope.node.size(), length_bytes);
    bytes += envelope.node;
    put(bytes, envelope.seq, seq_bytes);
    bytes += envelope.payload;
    return bytes;
}

std::optional<Envelope> unpack(std::string_view bytes) {
    if (!bytes.starts_with(layout)) return {};
    bytes.remove_prefix(layout.size());
    if (bytes.size() < length_bytes) return {};
    const std::uint64_t node_size = number_in(take(bytes, length_bytes));
    if (bytes.size() < node_size + seq_bytes) return {};
    Envelope envelope;
    envelope.node = take(bytes, node_size);
    envelope.seq = number_in(take(bytes, seq_bytes));
    envelope.payload = bytes;
    return envelope;
}

}  // namespace holdfast::bus
