#pragma once

#include "common/error.hpp"
#include "server/store/sqlite/database.hpp"

#include <filesystem>

namespace holdfast::store::sqlite {

// `normal` can lose acknowledged messages in a power cut. It is here for the bench that measures
// what `full` costs, and for nothing else.
enum class Durability { full, normal };

// Makes or opens the file, in WAL mode, at the newest schema. bad_config with one line when that
// cannot be done, whatever the reason: a server starts with its store or not at all.
Result<Database> open_writer(const std::filesystem::path& file, Durability);

// A second connection, which cannot write.
Result<Database> open_reader(const std::filesystem::path& file);

}  // namespace holdfast::store::sqlite
