#pragma once

#include "common/error.hpp"
#include "common/ids.hpp"
#include "server/store/store.hpp"

#include <filesystem>
#include <memory>

namespace holdfast::store {

// One SQLite file in WAL mode with synchronous=FULL. One writer thread commits everything that
// waited in one transaction (a savepoint a request); one reader thread beside it. Opens the file,
// applies the migrations it lacks and refuses a file from a newer version. `ids` makes the epochs
// and outlives the store. bad_config with one clear line when the folder is missing or read-only,
// or the file is not ours. The destructor completes what was asked and joins.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file, IdSource& ids);

}  // namespace holdfast::store
