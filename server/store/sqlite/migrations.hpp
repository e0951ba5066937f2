#pragma once

#include "common/error.hpp"
#include "server/store/sqlite/database.hpp"

#include <span>
#include <string_view>

namespace holdfast::store::sqlite {

// One step of the schema; its number is its place in the list, from 1.
struct Migration {
    std::string_view name;  // of its file in server/store/schema
    std::string_view sql;
};

// All of ours, from the files that were there when this was built.
std::span<const Migration> migrations();

// Whether the file is empty or ours, and not newer than `known`: bad_config with the reason if not.
// Writes nothing.
Result<void> check_version(Database&, std::span<const Migration> known);

// Applies what the file lacks, each step in a transaction of its own that also sets its version.
// Two processes may do this at once.
Result<void> migrate(Database&, std::span<const Migration> known);

}  // namespace holdfast::store::sqlite
