#include "server/room/message.hpp"

namespace holdfast::room {

bool is_visible(MessageState state) {
    switch (state) {
        case MessageState::delivered:
        case MessageState::delivered_with_note:
        case MessageState::masked:
        case MessageState::released:
        case MessageState::released_with_note:
            return true;
        case MessageState::held:
        case MessageState::returned:
        case MessageState::withheld:
        case MessageState::dropped:
        case MessageState::removed:
        case MessageState::retracted:
            return false;
    }
    return false;
}

protocol::MessageView view_for_members(const Message& message) {
    protocol::MessageView view;
    view.id = message.id;
    view.author = message.author;
    if (is_visible(message.state)) view.text = message.shown;
    view.at = message.accepted_at;
    view.state = message.state;
    view.note = message.note;
    return view;
}

protocol::EntryView view_for_members(const LogEntry& entry) {
    return {entry.seq, entry.kind, view_for_members(entry.message)};
}

protocol::OwnMessage view_for_author(const Message& message) {
    protocol::OwnMessage own;
    own.room = message.room;
    own.id = message.id;
    own.key = message.key;
    own.text = message.text;
    own.at = message.accepted_at;
    own.state = message.state;
    own.seq = message.seq;
    if (is_visible(message.state) && message.shown != message.text) own.shown = message.shown;
    own.card = message.verdict.card;
    return own;
}

protocol::MessageView view_for_staff(const Message& message) {
    protocol::MessageView view = view_for_members(message);
    view.text = message.text;
    return view;
}

}  // namespace holdfast::room
