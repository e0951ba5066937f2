#include "server/bus/backoff.hpp"

#include <algorithm>

namespace holdfast::bus {

std::chrono::milliseconds backoff(unsigned failures, std::chrono::milliseconds first, double roll) {
    constexpr unsigned most_doublings = 4;  // past ten times `first` already
    const unsigned doublings = std::min(std::max(failures, 1u) - 1, most_doublings);
    const std::chrono::milliseconds whole = std::min(first * (1u << doublings), first * 10);
    const double kept = 1 - roll / 2;
    return std::chrono::milliseconds{
        static_cast<std::chrono::milliseconds::rep>(static_cast<double>(whole.count()) * kept)
    };
}

}  // namespace holdfast::bus
