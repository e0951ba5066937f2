#pragma once

#include "common/ids.hpp"
#include "server/store/store.hpp"

#include <memory>

namespace holdfast::store {

// Keeps everything in memory and completes every call before it returns: for tests. Thread-safe.
// `ids` makes the epochs and outlives the store.
std::unique_ptr<Store> make_memory_store(IdSource& ids);

}  // namespace holdfast::store
