#pragma once

#include "server/store/store.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace holdfast::app {

// Waits for a store call from a coroutine and goes on upon the coroutine's own executor:
//     auto found = co_await await_store<Account>([&](store::Done<Account> done) {
//         store.session(digest, now, std::move(done));
//     });
template <class T, class Start>
boost::asio::awaitable<Result<T>> await_store(Start start) {
    const auto executor = co_await boost::asio::this_coro::executor;
    std::optional<Result<T>> answer;
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
        [&start, &answer, executor](auto handler) {
            // std::function wants to be copyable; the handler is not.
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            start(store::Done<T>([shared, executor, &answer](Result<T> result) {
                boost::asio::post(
                    executor,
                    [shared, &answer, result = std::move(result)]() mutable {
                        answer.emplace(std::move(result));
                        std::move (*shared)();
                    }
                );
            }));
        },
        boost::asio::use_awaitable
    );
    co_return std::move(*answer);
}

}  // namespace holdfast::app
