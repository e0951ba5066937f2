#include "server/app/hub.hpp"

#include <algorithm>

namespace holdfast::app {

Hub::Listener* Hub::find(Listeners& listeners, const net::Connection& connection) {
    const auto found = std::find_if(listeners.begin(), listeners.end(), [&](const Listener& l) {
        return l.connection == &connection;
    });
    return found == listeners.end() ? nullptr : &*found;
}

void Hub::subscribe(const std::string& topic, net::Connection& connection, Start start) {
    const bool is_muted = start == Start::muted;
    const auto [place, is_new] = topics_.try_emplace(topic);
    if (is_new) bus_.follow(topic);
    if (Listener* listener = find(place->second, connection)) {
        listener->is_muted = is_muted;
        return;
    }
    place->second.push_back({&connection, 0, is_muted});
}

void Hub::start_after(const std::string& topic, net::Connection& connection, std::uint64_t seq) {
    const auto listeners = topics_.find(topic);
    if (listeners == topics_.end()) return;
    if (Listener* listener = find(listeners->second, connection)) {
        listener->last = seq;
        listener->is_muted = false;
    }
}

void Hub::unsubscribe(const std::string& topic, net::Connection& connection) {
    const auto listeners = topics_.find(topic);
    if (listeners == topics_.end()) return;
    Listener* listener = find(listeners->second, connection);
    if (!listener) return;
    if (is_delivering_) {
        listener->connection = nullptr;
        has_gaps_ = true;
        return;
    }
    *listener = listeners->second.back();
    listeners->second.pop_back();
    if (listeners->second.empty()) {
        topics_.erase(listeners);
        bus_.unfollow(topic);
    }
}

void Hub::deliver(const bus::Delivery& delivery) {
    const auto topic = topics_.find(delivery.topic);
    if (topic == topics_.end()) return;
    const net::Frame frame(*delivery.payload);
    is_delivering_ = true;
    std::uint64_t sent = 0;
    // By reference and index: a handler may subscribe somebody while we walk.
    Listeners& listeners = topic->second;
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        Listener& listener = listeners[i];
        if (!listener.connection || listener.is_muted) continue;
        if (delivery.seq != 0) {
            if (delivery.seq <= listener.last) continue;  // in its snapshot, or heard twice
            listener.last = delivery.seq;
        }
        listener.connection->send(frame);
        ++sent;
    }
    is_delivering_ = false;
    metrics_.deliveries.add(sent);
    if (!has_gaps_) return;
    has_gaps_ = false;
    std::vector<std::string> emptied;
    for (auto& [name, remaining] : topics_) {
        std::erase_if(remaining, [](const Listener& l) { return !l.connection; });
        if (remaining.empty()) emptied.push_back(name);
    }
    for (const std::string& name : emptied) {
        topics_.erase(name);
        bus_.unfollow(name);
    }
}

}  // namespace holdfast::app
