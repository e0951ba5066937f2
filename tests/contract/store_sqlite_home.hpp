#pragma once

#include "tests/contract/store_contract.hpp"

#include <filesystem>

namespace holdfast::store {

// A folder that goes when the test does.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class SqliteHome final : public Home {
public:
    std::unique_ptr<Store> open() override;
    bool is_durable() const override { return true; }
    std::filesystem::path file() const { return folder_.path() / "holdfast.db"; }

private:
    TemporaryFolder folder_;
    RandomIds ids_;
};

}  // namespace holdfast::store
