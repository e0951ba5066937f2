#pragma once

#include "common/protocol/codec.hpp"
#include "common/token_bucket.hpp"
#include "server/app/environment.hpp"
#include "server/app/session_ref.hpp"
#include "server/net/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace holdfast::app {

class Core;

// A person speaking through one connection. Owned by the connection, on its shard's thread. Reads
// commands, keeps within the limits, and hands on what comes back; decides nothing about rooms.
class Session final : public net::ConnectionHandler {
public:
    Session(Core& core, std::size_t shard);

    void on_open(net::Connection&) override;
    void on_text(std::string_view frame) override;
    void on_closed(std::optional<protocol::CloseCode> ours) override;

    // An answer from a room's host, the desk or the identity check.
    void on_reply(const protocol::Reply&);

    SessionRef ref() const;
    const std::optional<protocol::Person>& who() const { return who_; }

    // The token was good: from now on this session speaks for `who`.
    void sign_in(protocol::Person who);
    // It was not; another hello may follow on this connection only where the store was down.
    void refuse_sign_in(const Ref&, const Error&);
    void refuse(const Ref&, const Error&);

private:
    friend struct Dispatcher;

    void refuse_too_fast(const Ref&, const TokenBucket&, Timestamp now);
    void send(const protocol::Reply&);

    Core& core_;
    std::size_t shard_;
    net::Connection* connection_ = nullptr;
    std::optional<protocol::Person> who_;
    bool is_signing_in_ = false;
    bool watches_queue_ = false;
    std::unordered_set<RoomId> rooms_;         // joined, or being joined
    std::unordered_map<Ref, RoomId> joining_;  // until the room's host has answered
    TokenBucket commands_;
    TokenBucket says_;
    int bad_frames_ = 0;
};

}  // namespace holdfast::app
