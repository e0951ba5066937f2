#pragma once

#include "server/net/frame.hpp"

#include <cstddef>
#include <span>
#include <sys/uio.h>
#include <vector>

namespace holdfast::net {

// A connection's queue of frames. Pure: knows bytes and order, no socket. Frames leave in the order
// they came, each whole: dropping never cuts a frame of which a byte is on the wire.
class Outbox {
public:
    bool is_empty() const { return head_ == frames_.size(); }
    // What the queue costs to keep: the bytes not yet sent and a bit for each frame, so that a
    // flood of tiny frames is bounded as well.
    std::size_t cost() const { return cost_; }
    static std::size_t cost_of(const Frame& frame) { return frame.bytes().size() + frame_overhead; }

    void push(Frame);

    // The front of the queue, without taking it: as pieces for one sendmsg(), or copied together
    // for one TLS record. Return how much of `into` was used.
    std::size_t gather(std::span<iovec> into) const;
    std::size_t copy(std::span<char> into) const;

    // `count` bytes of the front have been sent.
    void consume(std::size_t count);

    // Drops all frames but those with a byte sent already or within the next `promised` bytes.
    void drop_unstarted(std::size_t promised);

private:
    static constexpr std::size_t frame_overhead = 32;
    static constexpr std::size_t kept_capacity = 64;

    void reset();

    std::vector<Frame> frames_;
    std::size_t head_ = 0;    // of frames_: the first that is not sent whole
    std::size_t offset_ = 0;  // of the head: bytes sent already
    std::size_t cost_ = 0;
};

}  // namespace holdfast::net
