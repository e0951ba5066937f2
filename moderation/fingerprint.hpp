#pragma once

#include "common/error.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace holdfast::moderation {

// Version of a set of data files: a short hash of their names and bytes, whatever folder they are
// in. It stands in every assessment and verdict, so it must change when a byte of them does.
Result<std::string> fingerprint(std::vector<std::filesystem::path> files);

}  // namespace holdfast::moderation
