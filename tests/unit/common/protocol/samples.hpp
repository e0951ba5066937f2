#pragma once

#include "common/protocol/codec.hpp"

#include <vector>

namespace holdfast::protocol {

// One of each, with every optional field present at least once.
std::vector<Request> sample_commands();
std::vector<Reply> sample_replies();
std::vector<Event> sample_events();

}  // namespace holdfast::protocol
