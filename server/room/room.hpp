#pragma once

#include "common/clock.hpp"
#include "common/error.hpp"
#include "common/ids.hpp"
#include "common/protocol/types.hpp"
#include "server/room/outcome.hpp"
#include "server/room/room_log.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace holdfast::room {

// A message before the machine's answer.
struct Draft {
    MessageId id;  // fresh
    Person author;
    SendKey key;
    std::string text;
    Timestamp accepted_at;
};

// What a member gets on entering.
struct Snapshot {
    bool gap = false;               // `entries` do not reach back to where the client stood
    std::vector<LogEntry> entries;  // oldest first
    std::vector<Message> own;       // the member's own that the room does not see
};

// An ordered log of member-visible events and the messages nobody sees yet. Pure: every decision is
// a const function that says what should happen (Outcome); apply() takes an outcome over. One owner
// (RoomHost on the room's shard); if an outcome cannot be stored, the owner throws the Room away
// and loads it again.
class Room {
public:
    Room(RoomId id, RoomLog log);

    const Epoch& epoch() const { return epoch_; }
    Seq last() const { return last_; }

    // The message that this author sent under this key, as far as the room remembers.
    const Message* sent(const MemberId& author, const SendKey& key) const;

    // Everything after `since`, or, with no place to continue from, the latest page.
    Snapshot snapshot(const MemberId& viewer, std::optional<Seq> since) const;

    // Carries out the machine's verdict. `fresh_case` names the case if the author has none open.
    Outcome post(Draft, moderation::Assessment, moderation::Verdict, CaseId fresh_case) const;

    // The author takes back their own message, held or visible.
    Result<Outcome> retract(const MemberId& author, const MessageId&, Timestamp now) const;

    // A moderator takes down a message that members can see.
    Result<Outcome> remove(const Person& moderator, const MessageId&, Timestamp now) const;

    // The holder of `case_id` answers a held message. The store checks the holding.
    Result<Outcome> decide(
        const Person& moderator, const CaseId&, const MessageId&, protocol::Decision, Timestamp now
    ) const;

    void apply(const Outcome&);

private:
    struct KeyHash {
        std::size_t operator()(const std::pair<MemberId, SendKey>& key) const {
            return std::hash<MemberId>{}(key.first) * 31 + std::hash<SendKey>{}(key.second);
        }
    };

    const Message* find(const MessageId&) const;
    Outcome empty_outcome() const;
    Outcome take_down(Message, MessageState, Timestamp now) const;
    void keep(const Message&);
    void forget_oldest();

    RoomId id_;
    Epoch epoch_;
    Seq last_;
    // The last entries, oldest first; the messages they show are in messages_.
    std::deque<NewEntry> tail_;
    // Every message of the tail, and those no entry shows yet.
    std::unordered_map<MessageId, Message> messages_;
    std::unordered_map<std::pair<MemberId, SendKey>, MessageId, KeyHash> sent_;
    std::deque<MessageId> unseen_order_;  // oldest first, for forgetting those that are settled
};

// Joins two outcomes of the same room, decided one after the other, into one transaction.
void merge_into(Outcome& first, Outcome second);

}  // namespace holdfast::room
