#pragma once

#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>
#include <vector>

namespace holdfast::net {

class Transport;

// The transports of one io_context that have something to send. However many frames a tick pushes
// to however many connections, one posted handler sends them all, one system call a connection.
// A service of its io_context: FlushList::of() makes it on first use, and it ends with the context.
class FlushList final : public boost::asio::execution_context::service {
public:
    using key_type = FlushList;
    static boost::asio::execution_context::id id;

    static FlushList& of(boost::asio::io_context&);

    explicit FlushList(boost::asio::io_context&);

    // On the context's thread. A transport enters at most once and leaves before it dies.
    void enter(Transport&);
    void leave(Transport&);

private:
    void shutdown() override { dirty_.clear(); }
    // Calls nobody but the transports, and they call nobody: none is destroyed underneath.
    void flush();

    boost::asio::io_context& context_;
    std::vector<Transport*> dirty_;
    std::vector<Transport*> flushing_;
    bool is_posted_ = false;
    std::thread::id owner_;  // the one thread of the context, from the first push on
};

}  // namespace holdfast::net
