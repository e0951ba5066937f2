#pragma once

// What the network code uses of Asio, included narrowly and named once.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>

namespace holdfast::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// One thread runs an io_context, so that its plain executor serialises all that belongs to it: no
// strands, and no type-erased executor in every template.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Timer = asio::basic_waitable_timer<
    std::chrono::steady_clock,
    asio::wait_traits<std::chrono::steady_clock>,
    Executor>;

// co_await f(tuple) answers [error, value ...] instead of throwing.
inline constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace holdfast::net
