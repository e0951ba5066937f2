#pragma once

#include "server/app/content_files.hpp"

namespace holdfast::app {

// What a struct cannot say: ids that belong together, languages that are complete, dates and
// numbers that hold, and the rules of the words people read. Pure.
Problems check_content(const ContentFiles&);

}  // namespace holdfast::app
