#include "server/net/frame.hpp"

#include <array>
#include <cstdint>

namespace holdfast::net {

Frame::Block* Frame::allocate(std::size_t size, std::size_t header) {
    void* memory = std::malloc(sizeof(Block) + size);
    if (!memory) throw std::bad_alloc{};
    return ::new (memory) Block{1, size, header};
}

Frame::Frame(std::string_view text) {
    // RFC 6455, 5.2: FIN + text; the length in 7, 16 or 64 bits; servers do not mask.
    std::array<unsigned char, 10> header{0x81};
    std::size_t header_size = 2;
    if (text.size() < 126) {
        header[1] = static_cast<unsigned char>(text.size());
    } else {
        const bool is_short = text.size() <= 0xFFFF;
        const std::size_t length_bytes = is_short ? 2 : 8;
        header[1] = is_short ? 126 : 127;
        for (std::size_t i = 0; i < length_bytes; ++i) {
            const std::size_t shift = 8 * (length_bytes - 1 - i);
            header[2 + i] = static_cast<unsigned char>(std::uint64_t{text.size()} >> shift);
        }
        header_size += length_bytes;
    }
    block_ = allocate(header_size + text.size(), header_size);
    std::memcpy(block_->data(), header.data(), header_size);
    std::memcpy(block_->data() + header_size, text.data(), text.size());
}

Frame Frame::raw(std::size_t size, char*& into) {
    Frame frame;
    frame.block_ = allocate(size, 0);
    into = frame.block_->data();
    return frame;
}

}  // namespace holdfast::net
