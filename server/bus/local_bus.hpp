#pragma once

#include "server/bus/bus.hpp"

#include <memory>

namespace holdfast::bus {

// One node: what is published goes to the sink, and nowhere else.
std::unique_ptr<Bus> make_local_bus();

}  // namespace holdfast::bus
