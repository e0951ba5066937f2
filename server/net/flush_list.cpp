#include "server/net/flush_list.hpp"

#include "server/net/transport.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cassert>

namespace holdfast::net {

boost::asio::execution_context::id FlushList::id;

FlushList& FlushList::of(boost::asio::io_context& context) {
    return boost::asio::use_service<FlushList>(context);
}

FlushList::FlushList(boost::asio::io_context& context) : service(context), context_(context) {}

void FlushList::enter(Transport& transport) {
    if (owner_ == std::thread::id{}) owner_ = std::this_thread::get_id();
    assert(owner_ == std::this_thread::get_id());
    dirty_.push_back(&transport);
    if (is_posted_) return;
    is_posted_ = true;
    boost::asio::post(context_, [this] { flush(); });
}

void FlushList::leave(Transport& transport) {
    std::erase(dirty_, &transport);
}

void FlushList::flush() {
    is_posted_ = false;
    flushing_.swap(dirty_);
    for (Transport* transport : flushing_)
        transport->flush();
    flushing_.clear();
}

}  // namespace holdfast::net
