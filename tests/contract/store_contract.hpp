#pragma once

// What every Store promises. A new implementation adds itself to store_contract_test.cpp.

#include "tests/contract/store_blocking.hpp"
#include "tests/contract/store_samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

namespace holdfast::store {

// A place where a store keeps what it was given.
class Home {
public:
    virtual ~Home() = default;
    // Opens the store: with all that is in this place, if it outlives the process.
    virtual std::unique_ptr<Store> open() = 0;
    virtual bool is_durable() const = 0;
};

struct Implementation {
    std::string name;
    std::function<std::unique_ptr<Home>()> new_home;
};

inline void PrintTo(const Implementation& implementation, std::ostream* out) {
    *out << implementation.name;
}

class StoreContract : public testing::TestWithParam<Implementation> {
protected:
    // For a second connection to the same place; fails the assertion `is_durable` otherwise.
    std::unique_ptr<Home> home = GetParam().new_home();
    std::unique_ptr<Store> store = home->open();
    Blocking now{*store};

    const RoomId harbour{"harbour"};
    const RoomId steps{"lighter-steps"};
};

}  // namespace holdfast::store
