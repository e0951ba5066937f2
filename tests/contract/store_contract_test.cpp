#include "server/store/memory_store.hpp"
#include "tests/contract/store_sqlite_home.hpp"

namespace holdfast::store {

namespace {

class MemoryHome final : public Home {
public:
    std::unique_ptr<Store> open() override { return make_memory_store(ids_); }
    bool is_durable() const override { return false; }

private:
    RandomIds ids_;
};

template <class T>
Implementation implementation(const std::string& name) {
    return {name, [] { return std::make_unique<T>(); }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(
    Stores,
    StoreContract,
    testing::Values(implementation<MemoryHome>("memory"), implementation<SqliteHome>("sqlite")),
    [](const auto& of) { return of.param.name; }
);

}  // namespace holdfast::store
