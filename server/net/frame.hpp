#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace holdfast::net {

// A WebSocket text frame, header and all, as it goes on the wire; immutable, shared by every
// outbox that holds it. The count is not atomic: a frame stays on the shard that made it.
class Frame {
public:
    Frame() = default;
    // Frames `text` (UTF-8) once for any number of receivers.
    explicit Frame(std::string_view text);

    Frame(const Frame& other) noexcept : block_(other.block_) {
        if (block_) ++block_->owners;
    }
    Frame(Frame&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    Frame& operator=(Frame other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~Frame() {
        if (block_ && --block_->owners == 0) std::free(block_);
    }

    // The bytes for the wire.
    std::string_view bytes() const { return block_ ? block_->view() : std::string_view{}; }
    // The text inside, without the frame header.
    std::string_view text() const { return bytes().substr(block_ ? block_->header : 0); }

    // Bytes that are framed already: what Beast itself writes (handshake, pong, close).
    static Frame raw(std::size_t size, char*& into);

private:
    struct Block {
        std::size_t owners;
        std::size_t size;
        std::size_t header;

        char* data() { return reinterpret_cast<char*>(this + 1); }
        std::string_view view() const { return {reinterpret_cast<const char*>(this + 1), size}; }
    };

    static Block* allocate(std::size_t size, std::size_t header);

    Block* block_ = nullptr;
};

}  // namespace holdfast::net
