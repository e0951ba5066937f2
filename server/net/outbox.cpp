#include "server/net/outbox.hpp"

#include <algorithm>
#include <cstring>

namespace holdfast::net {

void Outbox::push(Frame frame) {
    cost_ += cost_of(frame);
    frames_.push_back(std::move(frame));
}

std::size_t Outbox::gather(std::span<iovec> into) const {
    std::size_t used = 0;
    std::size_t skip = offset_;
    for (std::size_t i = head_; i < frames_.size() && used < into.size(); ++i) {
        const std::string_view bytes = frames_[i].bytes().substr(skip);
        into[used++] = {const_cast<char*>(bytes.data()), bytes.size()};
        skip = 0;
    }
    return used;
}

std::size_t Outbox::copy(std::span<char> into) const {
    std::size_t used = 0;
    std::size_t skip = offset_;
    for (std::size_t i = head_; i < frames_.size() && used < into.size(); ++i) {
        const std::string_view bytes = frames_[i].bytes().substr(skip);
        const std::size_t count = std::min(bytes.size(), into.size() - used);
        std::memcpy(into.data() + used, bytes.data(), count);
        used += count;
        skip = 0;
    }
    return used;
}

void Outbox::consume(std::size_t count) {
    while (count > 0) {
        Frame& front = frames_[head_];
        const std::size_t step = std::min(count, front.bytes().size() - offset_);
        count -= step;
        offset_ += step;
        cost_ -= step;
        if (offset_ < front.bytes().size()) return;
        cost_ -= frame_overhead;
        front = Frame{};
        offset_ = 0;
        ++head_;
    }
    if (is_empty()) {
        reset();
    } else if (head_ >= kept_capacity && head_ * 2 >= frames_.size()) {
        // A queue that is never quite empty must not keep its sent half for ever.
        frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(head_));
        head_ = 0;
    }
}

void Outbox::drop_unstarted(std::size_t promised) {
    std::size_t keep = head_;
    std::size_t covered = 0;
    if (offset_ > 0) covered = frames_[keep++].bytes().size() - offset_;
    while (keep < frames_.size() && covered < promised)
        covered += frames_[keep++].bytes().size();
    for (std::size_t i = keep; i < frames_.size(); ++i)
        cost_ -= cost_of(frames_[i]);
    frames_.resize(keep);
    if (is_empty()) reset();
}

void Outbox::reset() {
    head_ = 0;
    if (frames_.capacity() > kept_capacity) {
        frames_ = {};
    } else {
        frames_.clear();
    }
}

}  // namespace holdfast::net
