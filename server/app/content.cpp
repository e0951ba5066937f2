#include "server/app/content.hpp"

#include "server/app/content_check.hpp"
#include "server/app/content_files.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace holdfast::app {

namespace {

template <class T>
std::vector<std::string> keys_of(const std::map<std::string, T>& map) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : map)
        keys.push_back(key);
    return keys;
}

std::vector<RoomListing> in_order(std::vector<RoomListing> rooms) {
    std::sort(rooms.begin(), rooms.end(), [](const RoomListing& a, const RoomListing& b) {
        return a.order < b.order;
    });
    return rooms;
}

std::vector<Language> languages_of(const ContentFiles& files) {
    std::vector<Language> languages;
    for (const Book& book : files.books) {
        languages.push_back({book.language, book.rules.value.name, book.rules.value.direction});
    }
    return languages;
}

// The base language's texts, with those of `book` in their place where it has them.
std::map<std::string, std::string> copy_of(const Book& book, const Book& base) {
    std::map<std::string, std::string> texts;
    if (book.copy) texts = book.copy->value.copy.texts;
    if (base.copy)
        texts.insert(base.copy->value.copy.texts.begin(), base.copy->value.copy.texts.end());
    return texts;
}

std::vector<Family> families_of(const ContentFiles& files, const Book& book) {
    std::vector<Family> families;
    for (const FamilyListing& listing : files.rooms.value.families) {
        families.push_back({book.rooms.value.families.at(listing.id), listing.id});
    }
    return families;
}

std::vector<RoomCard> room_cards_of(const std::vector<RoomListing>& rooms, const Book& book) {
    std::vector<RoomCard> cards;
    for (const RoomListing& room : rooms) {
        cards.push_back({book.rooms.value.rooms.at(room.id.value), room.id, room.family, room.open}
        );
    }
    return cards;
}

}  // namespace

Result<Content> Content::load(const std::filesystem::path& folder) {
    const Result<ContentFiles> read = read_content_files(folder);
    if (!read) return read.error();
    const ContentFiles& files = *read;
    if (const Problems problems = check_content(files); !problems.empty()) {
        return problems.as_error();
    }

    Content content;
    content.version_ = files.version;
    content.languages_ = languages_of(files);
    content.rooms_ = in_order(files.rooms.value.rooms);
    content.agreements_version_ = files.base().agreements.value.version;
    content.card_ids_ = keys_of(files.base().cards.value);
    content.note_ids_ = keys_of(files.base().notes.value);
    content.names_ = files.names.value;
    for (const Book& book : files.books) {
        ContentAnswer answer;
        answer.language = book.language;
        answer.direction = book.rules.value.direction;
        answer.version = content.version_;
        answer.languages = content.languages_;
        answer.copy = copy_of(book, files.base());
        answer.families = families_of(files, book);
        answer.rooms = room_cards_of(content.rooms_, book);
        answer.agreements = book.agreements.value;
        answer.cards = book.cards.value;
        answer.notes = book.notes.value;
        answer.learn = book.learn.value.cards;
        answer.help = in_language(files.help.value, book.language);
        answer.staff = (book.staff ? book : files.base()).staff->value;
        content.answers_.emplace(
            book.language,
            std::make_shared<const std::string>(boost::json::serialize(json::write(answer)))
        );
    }
    return content;
}

bool Content::has_card(std::string_view id) const {
    return std::binary_search(card_ids_.begin(), card_ids_.end(), id);
}

bool Content::has_note(std::string_view id) const {
    return std::binary_search(note_ids_.begin(), note_ids_.end(), id);
}

std::string Content::generated_name(std::uint64_t random) const {
    const std::size_t adjectives = names_.adjectives.size();
    const std::size_t beings = names_.beings.size();
    return names_.adjectives[random % adjectives] + " " +
           names_.beings[random / adjectives % beings];
}

std::shared_ptr<const std::string> Content::as_json(std::string_view language) const {
    const auto found = answers_.find(language);
    return found != answers_.end() ? found->second : answers_.find(base_language)->second;
}

}  // namespace holdfast::app
