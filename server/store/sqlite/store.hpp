#pragma once

#include "common/ids.hpp"
#include "server/store/sqlite/connection.hpp"
#include "server/store/store.hpp"

#include <memory>

namespace holdfast::store::sqlite {

// What open_sqlite_store does, with the durability as a parameter for the bench.
Result<std::unique_ptr<Store>> open_store(
    const std::filesystem::path& file, IdSource& ids, Durability durability
);

}  // namespace holdfast::store::sqlite
