#include "tests/contract/store_sqlite_home.hpp"

#include "server/store/sqlite_store.hpp"

#include <cstdlib>
#include <string>

namespace holdfast::store {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "holdfast-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Store> SqliteHome::open() {
    return open_sqlite_store(file(), ids_).value();
}

}  // namespace holdfast::store
