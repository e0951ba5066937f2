#include "server/bus/redis_link.hpp"

#include "common/log.hpp"
#include "server/bus/backoff.hpp"
#include "server/bus/envelope.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace holdfast::bus {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// What may wait for Redis to answer: enough for a burst of 10,000 messages, small beside the rest
// of a node. Beyond it Redis does not keep up, and other nodes read the store instead.
constexpr std::size_t most_unanswered_bytes = std::size_t{16} * 1024 * 1024;
// A command's own weight beside its payload, so that a flood of empty ones is bounded too.
constexpr std::size_t bytes_of_a_call = 512;

}  // namespace

RedisLink::RedisLink(asio::io_context& context, RedisOptions options, std::string node)
    : context_(context),
      options_(std::move(options)),
      node_(std::move(node)),
      heartbeat_(options_.prefix + "heartbeat:" + node_),
      retry_(context),
      ping_(context) {}

void RedisLink::start() {
    asio::post(context_, [self = shared_from_this()] { self->connect(); });
}

void RedisLink::stop() {
    set_sink({});
    asio::post(context_, [self = shared_from_this()] {
        self->is_stopped_ = true;
        self->close();
        self->retry_.cancel();
    });
}

void RedisLink::set_sink(Bus::Sink sink) {
    const std::lock_guard lock(sink_mutex_);
    sink_ = std::move(sink);
}

// ---- connecting ----

// Callbacks hold the link weakly: it owns the clients, and they live until their connection ends.
void RedisLink::connect() {
    if (is_stopped_) return;
    const std::weak_ptr<RedisLink> weak = weak_from_this();
    const auto ended = [weak](const std::string& reason) {
        if (const auto self = weak.lock()) self->on_ended(reason);
    };
    RedisClient::Events publisher;
    publisher.opened = [weak] {
        const auto self = weak.lock();
        if (!self) return;
        self->is_publisher_open_ = true;
        self->check_connected();
    };
    publisher.ended = ended;
    RedisClient::Events subscriber;
    subscriber.opened = [weak] {
        if (const auto self = weak.lock()) self->on_subscriber_opened();
    };
    subscriber.message = [weak](std::string_view channel, std::string_view bytes) {
        if (const auto self = weak.lock()) self->on_message(channel, bytes);
    };
    subscriber.ended = ended;
    publisher_ = RedisClient::open(context_, options_, attempts_, std::move(publisher));
    subscriber_ = RedisClient::open(context_, options_, attempts_, std::move(subscriber));
}

void RedisLink::on_subscriber_opened() {
    is_subscriber_open_ = true;
    for (const auto& [topic, follows] : follows_)
        subscriber_->subscribe(channel_of(topic));
    // Answers come in order: when this one is here, all topics are heard.
    subscriber_->subscribe(heartbeat_, [weak = weak_from_this()](const Result<void>& result) {
        const auto self = weak.lock();
        if (!self || result.has_error()) return;
        self->are_topics_subscribed_ = true;
        self->check_connected();
    });
}

void RedisLink::check_connected() {
    if (!is_publisher_open_ || !are_topics_subscribed_) return;
    is_connected_ = true;
    attempts_ = 0;
    last_reason_.clear();
    log::info("bus.connected", {{"dropped", dropped()}});
    ping();
}

void RedisLink::on_ended(const std::string& reason) {
    if (is_stopped_) return;
    close();
    ++attempts_;
    if (reason != last_reason_) log::warning("bus.lost", {log::Field::note("reason", reason)});
    last_reason_ = reason;
    const double roll = std::uniform_real_distribution<double>(0, 1)(random_);
    retry_.expires_after(backoff(attempts_, options_.reconnect_after, roll));
    retry_.async_wait([self = shared_from_this()](error_code error) {
        if (!error) self->connect();
    });
}

void RedisLink::close() {
    is_connected_ = false;
    is_publisher_open_ = false;
    is_subscriber_open_ = false;
    are_topics_subscribed_ = false;
    ping_.cancel();
    if (publisher_) std::exchange(publisher_, nullptr)->close();
    if (subscriber_) std::exchange(subscriber_, nullptr)->close();
}

// A stalled server keeps its sockets open and says nothing: only a late answer tells.
void RedisLink::ping() {
    ping_.expires_after(options_.ping_every);
    ping_.async_wait([self = shared_from_this()](error_code error) {
        if (error || !self->is_connected()) return;
        self->publisher_->call({"PING"});
        self->subscriber_->subscribe(self->heartbeat_);
        self->ping();
    });
}

// ---- to the other nodes ----

void RedisLink::publish(const Delivery& delivery) {
    const std::size_t payload = delivery.payload ? delivery.payload->size() : 0;
    const std::size_t size = bytes_of_a_call + delivery.topic.size() + payload;
    const std::size_t before = unanswered_bytes_.fetch_add(size);
    if (!is_connected() || before + size > most_unanswered_bytes) return finish(size, false);
    asio::post(context_, [self = shared_from_this(), delivery, size] {
        self->send(delivery, size);
    });
}

void RedisLink::send(const Delivery& delivery, std::size_t size) {
    if (!is_connected()) return finish(size, false);
    const std::string_view payload =
        delivery.payload ? std::string_view(*delivery.payload) : std::string_view();
    publisher_->call(
        {"PUBLISH", channel_of(delivery.topic), pack({node_, delivery.seq, payload})},
        [weak = weak_from_this(), size](const Result<void>& result) {
            if (const auto self = weak.lock()) self->finish(size, result.has_value());
        }
    );
}

void RedisLink::finish(std::size_t size, bool was_told) {
    unanswered_bytes_ -= size;
    if (!was_told) ++dropped_;
}

// ---- from the other nodes ----

void RedisLink::follow(const std::string& topic) {
    asio::post(context_, [self = shared_from_this(), topic] {
        if (self->is_stopped_) return;
        if (++self->follows_[topic] > 1 || !self->is_subscriber_open_) return;
        self->subscriber_->subscribe(self->channel_of(topic));
    });
}

void RedisLink::unfollow(const std::string& topic) {
    asio::post(context_, [self = shared_from_this(), topic] {
        const auto found = self->follows_.find(topic);
        if (found == self->follows_.end() || --found->second > 0) return;
        self->follows_.erase(found);
        if (self->is_subscriber_open_) self->subscriber_->unsubscribe(self->channel_of(topic));
    });
}

void RedisLink::on_message(std::string_view channel, std::string_view bytes) {
    const std::optional<Envelope> envelope = unpack(bytes);
    if (!envelope || envelope->node == node_) return;
    const std::string_view topic = channel.substr(options_.prefix.size());
    // Redis may have sent it before it read that the topic is no longer followed.
    if (!follows_.contains(topic)) return;
    const Delivery delivery{
        std::string(topic), envelope->seq, std::make_shared<const std::string>(envelope->payload)
    };
    const std::lock_guard lock(sink_mutex_);
    if (sink_) sink_(delivery);
}

}  // namespace holdfast::bus
