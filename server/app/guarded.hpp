#pragma once

#include "common/log.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>

namespace holdfast::app {

// An exception that reached the place where its coroutine was spawned is a bug; it is logged here.
inline void log_bug(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        log::error("bug.exception", {log::Field::note("what", error.what())});
    }
}

// Starts a coroutine whose exceptions are bugs: they are logged once and end this coroutine only.
inline void spawn_guarded(boost::asio::io_context& context, boost::asio::awaitable<void> work) {
    boost::asio::co_spawn(context, std::move(work), [](std::exception_ptr failure) {
        if (failure) log_bug(failure);
    });
}

}  // namespace holdfast::app
