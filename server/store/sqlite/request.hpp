#pragma once

#include "common/error.hpp"
#include "server/store/sqlite/database.hpp"
#include "server/store/store.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace holdfast::store::sqlite {

// Something asked of the store: the work, then the answer, kept apart because the answer leaves
// only after the commit.
class Request {
public:
    virtual ~Request() = default;

    // Does the work inside the caller's transaction. An error is also kept as the answer.
    virtual std::optional<Error> run(Database&) = 0;
    // Whatever the work said, this is the answer.
    virtual void refuse(const Error&) = 0;
    // Hands the answer over, once.
    virtual void answer() = 0;
};

template <class T>
using Work = std::function<Result<T>(Database&)>;

template <class T>
class Asked final : public Request {
public:
    Asked(Work<T> work, Done<T> done) : work_(std::move(work)), done_(std::move(done)) {}

    std::optional<Error> run(Database& db) override {
        try {
            result_ = work_(db);
        } catch (const std::exception& bug) {  // of this request alone; its neighbours go on
            result_ = Error{Errc::internal, bug.what()};
        }
        if (result_) return {};
        return result_.error();
    }
    void refuse(const Error& error) override { result_ = error; }
    void answer() override { done_(std::move(result_)); }

private:
    Work<T> work_;
    Done<T> done_;
    Result<T> result_ = Error{Errc::internal, "answered before it ran"};
};

inline Error closed() {
    return {Errc::store_unavailable, "the store is closing"};
}

}  // namespace holdfast::store::sqlite
