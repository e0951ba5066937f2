#pragma once

#include <chrono>

namespace holdfast::bus {

// How long to wait before the next attempt after `failures` in a row (1, 2, 3 ...): `first`,
// doubled with each failure up to ten times `first`. `roll` in [0, 1) takes up to half of it off,
// so that nodes that lost the same server do not all come back in the same moment.
std::chrono::milliseconds backoff(unsigned failures, std::chrono::milliseconds first, double roll);

}  // namespace holdfast::bus
