#include "server/app/content_check.hpp"

#include "common/enum_name.hpp"
#include "common/protocol/types.hpp"
#include "common/taxonomy.hpp"
#include "server/app/content_words.hpp"

#include <algorithm>
#include <set>

namespace holdfast::app {

namespace {

namespace bj = boost::json;

std::string step(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

// Ids stand in URLs and topics: short, plain, and safe to print.
bool is_id(std::string_view id) {
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    return plain && !id.empty() && id.size() <= protocol::max_id_bytes;
}

// Every element's `id` is well formed and its own. `id_of` takes an element.
template <class T, class IdOf>
void check_ids(
    const TomlFile& file,
    std::string_view list,
    const std::vector<T>& elements,
    IdOf id_of,
    Problems& problems
) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const std::string& id = id_of(elements[i]);
        const std::string path = step(list, i) + ".id";
        if (!is_id(id)) problems.add(file, path, "expected small letters, digits, '-' or '_'");
        if (!seen.insert(id).second) problems.add(file, path, "'" + id + "' stands here twice");
    }
}

template <class T>
void check_ids(
    const TomlFile& file, std::string_view list, const std::vector<T>& elements, Problems& problems
) {
    check_ids(
        file, list, elements, [](const T& t) -> const std::string& { return t.id; }, problems
    );
}

// Both ways, so that neither a missing text nor a misspelt id passes.
void check_same_ids(
    const TomlFile& file,
    const std::string& table,
    const std::set<std::string>& here,
    const std::set<std::string>& wanted,
    const std::string& wanted_by,
    Problems& problems
) {
    const std::string prefix = table.empty() ? "" : table + ".";
    for (const std::string& id : wanted) {
        if (!here.contains(id))
            problems.add(file, prefix + id, "missing; " + wanted_by + " has it");
    }
    for (const std::string& id : here) {
        if (!wanted.contains(id)) problems.add(file, prefix + id, wanted_by + " has no such id");
    }
}

template <class T>
std::set<std::string> ids(const std::map<std::string, T>& map) {
    std::set<std::string> result;
    for (const auto& [id, value] : map)
        result.insert(id);
    return result;
}

template <class T>
std::set<std::string> ids(const std::vector<T>& elements) {
    std::set<std::string> result;
    for (const T& element : elements)
        result.insert(element.id);
    return result;
}

std::set<std::string> ids(const std::vector<RoomListing>& rooms) {
    std::set<std::string> result;
    for (const RoomListing& room : rooms)
        result.insert(room.id.value);
    return result;
}

template <DescribedEnum T>
std::set<std::string> names_in() {
    std::set<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
        names.emplace(without_underscore(enumerator.name));
    });
    return names;
}

// ---- files without a language ----------------------------------------------------------------

void check_rooms(const Sheet<RoomList>& sheet, Problems& problems) {
    const auto& [file, list] = sheet;
    check_ids(file, "families", list.families, problems);
    check_ids(
        file,
        "rooms",
        list.rooms,
        [](const RoomListing& room) -> const std::string& { return room.id.value; },
        problems
    );
    if (list.rooms.empty()) problems.add(file, "rooms", "expected at least one room");

    const std::set<std::string> families = ids(list.families);
    std::map<std::uint32_t, std::string> places;
    for (std::size_t i = 0; i < list.rooms.size(); ++i) {
        const RoomListing& room = list.rooms[i];
        const std::string path = step("rooms", i);
        if (room.id.value == "triage") {
            problems.add(file, path + ".id", "'triage' is the moderators' own");
        }
        if (!families.contains(room.family)) {
            problems.add(file, path + ".family", "no family '" + room.family + "'");
        }
        const auto [place, is_free] = places.emplace(room.order, room.id.value);
        if (!is_free) problems.add(file, path + ".order", "is taken by '" + place->second + "'");
    }
}

// A letter O for a nought is a call that nobody answers.
bool is_phone_number(std::string_view text) {
    const bool plain = text.find_first_not_of("0123456789 +-()") == std::string_view::npos;
    return plain && text.find_first_of("0123456789") != std::string_view::npos;
}

void check_help(const Sheet<HelpRegions<LocalText>>& sheet, Problems& problems) {
    const auto& [file, help] = sheet;
    check_ids(file, "regions", help.regions, problems);
    bool has_line = false;
    for (std::size_t r = 0; r < help.regions.size(); ++r) {
        const HelpRegion<LocalText>& region = help.regions[r];
        const std::string path = step("regions", r);
        if (!is_phone_number(region.emergency)) {
            problems.add(file, path + ".emergency", "expected a phone number");
        }
        for (std::size_t l = 0; l < region.lines.size(); ++l) {
            const HelpLine<LocalText>& line = region.lines[l];
            const std::string place = step(path + ".lines", l);
            has_line = true;
            if (!line.call && !line.text) {
                problems.add(file, place, "expected a way to reach it: call, text or both");
            }
            if (line.call && !is_phone_number(*line.call)) {
                problems.add(file, place + ".call", "expected a phone number");
            }
            if (line.verified && !line.last_checked) {
                problems.add(file, place, "verified, but last_checked is missing");
            }
        }
    }
    if (!has_line) problems.add(file, "regions", "expected a region with at least one line");
}

void check_name_parts(
    const TomlFile& file,
    const std::string& list,
    const std::vector<std::string>& parts,
    Problems& problems
) {
    if (parts.empty()) problems.add(file, list, "expected at least one word");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (count_words(parts[i]) != 1) problems.add(file, step(list, i), "expected one word");
        if (!seen.insert(parts[i]).second) {
            problems.add(file, step(list, i), "'" + parts[i] + "' stands here twice");
        }
    }
}

// ---- one language ----------------------------------------------------------------------------

// Every text below `value`, whatever the file is about.
void check_texts(
    const TomlFile& file,
    const bj::value& value,
    const std::string& path,
    const LanguageRules& rules,
    Blanks blanks,
    Problems& problems
) {
    if (const bj::string* text = value.if_string()) {
        if (auto why = objection(*text, rules.banned, blanks)) problems.add(file, path, *why);
    } else if (const bj::array* array = value.if_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            check_texts(file, (*array)[i], step(path, i), rules, blanks, problems);
        }
    } else if (const bj::object* table = value.if_object()) {
        for (const auto& entry : *table) {
            const std::string key(entry.key());
            const std::string inner = path.empty() ? key : path + "." + key;
            check_texts(file, entry.value(), inner, rules, blanks, problems);
        }
    }
}

void check_texts(
    const TomlFile& file, const LanguageRules& rules, Blanks blanks, Problems& problems
) {
    check_texts(file, file.value(), "", rules, blanks, problems);
}

void check_card(
    const TomlFile& file,
    const std::string& id,
    const Card& card,
    const LanguageRules& rules,
    Problems& problems
) {
    const auto check_body = [&](const char* field, const std::string& body) {
        const std::size_t words = count_words(card.title) + count_words(body);
        if (words > max_words_in_card) {
            problems.add(
                file,
                id + "." + field,
                "has " + std::to_string(words) + " words with its title; at most " +
                    std::to_string(max_words_in_card)
            );
        }
        if (!contains_phrase(body, rules.automatic)) {
            problems.add(file, id + "." + field, "does not say '" + rules.automatic + "'");
        }
    };
    check_body("body_on_shift", card.body_on_shift);
    check_body("body_off_shift", card.body_off_shift);
    if (card.actions.empty()) problems.add(file, id + ".actions", "expected at least one");
    const std::set<CardAction> unique(card.actions.begin(), card.actions.end());
    if (unique.size() != card.actions.size()) {
        problems.add(file, id + ".actions", "has one twice");
    }
}

void check_learn(
    const Sheet<LearnCards>& sheet, const std::set<std::string>& rooms, Problems& problems
) {
    const auto& [file, learn] = sheet;
    check_ids(file, "cards", learn.cards, problems);
    for (std::size_t i = 0; i < learn.cards.size(); ++i) {
        const LearnCard& card = learn.cards[i];
        if (card.body.empty()) problems.add(file, step("cards", i) + ".body", "is empty");
        for (std::size_t r = 0; r < card.rooms.size(); ++r) {
            if (rooms.contains(card.rooms[r])) continue;
            const std::string path = step(step("cards", i) + ".rooms", r);
            problems.add(file, path, "no room '" + card.rooms[r] + "'");
        }
    }
}

void check_staff(const Sheet<StaffWords>& sheet, Problems& problems) {
    const auto& [file, staff] = sheet;
    const std::string server = "the server";
    check_same_ids(file, "levels", ids(staff.levels), names_in<Level>(), server, problems);
    check_same_ids(
        file, "categories", ids(staff.categories), names_in<Category>(), server, problems
    );
    check_same_ids(
        file, "decisions", ids(staff.decisions), names_in<protocol::Decision>(), server, problems
    );
    check_ids(file, "openers", staff.openers, problems);
}

void check_book(const Book& book, const RoomList& list, Problems& problems) {
    const LanguageRules& rules = book.rules.value;
    if (count_words(rules.automatic) == 0) problems.add(book.rules.file, "automatic", "is empty");

    const TomlFile& room_file = book.rooms.file;
    const RoomTexts& texts = book.rooms.value;
    const std::string rooms = "rooms.toml";
    check_same_ids(room_file, "families", ids(texts.families), ids(list.families), rooms, problems);
    check_same_ids(room_file, "rooms", ids(texts.rooms), ids(list.rooms), rooms, problems);

    for (const auto& [id, card] : book.cards.value) {
        check_card(book.cards.file, id, card, rules, problems);
    }
    check_ids(book.agreements.file, "items", book.agreements.value.items, problems);
    check_learn(book.learn, ids(list.rooms), problems);
    if (book.staff) check_staff(*book.staff, problems);

    check_texts(book.rooms.file, rules, Blanks::refused, problems);
    check_texts(book.agreements.file, rules, Blanks::refused, problems);
    check_texts(book.cards.file, rules, Blanks::refused, problems);
    check_texts(book.notes.file, rules, Blanks::refused, problems);
    check_texts(book.learn.file, rules, Blanks::refused, problems);
    if (book.staff) check_texts(book.staff->file, rules, Blanks::refused, problems);
    if (book.copy) check_texts(book.copy->file, rules, Blanks::filled, problems);
}

// ---- one language against the base -----------------------------------------------------------

void check_copy(const Sheet<CopyFile>& sheet, const Book& base, Problems& problems) {
    const std::map<std::string, std::string> none;
    const auto& wanted = base.copy ? base.copy->value.copy.texts : none;
    for (const auto& [key, text] : sheet.value.copy.texts) {
        const auto original = wanted.find(key);
        const std::string path = "copy." + key;
        if (original == wanted.end()) {
            problems.add(sheet.file, path, base.language + "/copy.toml has no such id");
        } else if (blanks(text) != blanks(original->second)) {
            problems.add(
                sheet.file, path, "has other {blanks} than in " + base.language + "/copy.toml"
            );
        }
    }
}

void check_translation(const Book& book, const Book& base, Problems& problems) {
    const auto same_ids = [&](const auto& sheet, const auto& here, const auto& wanted, auto name) {
        const std::string wanted_by = base.language + "/" + name;
        check_same_ids(sheet.file, "", ids(here), ids(wanted), wanted_by, problems);
    };
    same_ids(book.cards, book.cards.value, base.cards.value, "cards.toml");
    same_ids(book.notes, book.notes.value, base.notes.value, "notes.toml");
    same_ids(
        book.agreements, book.agreements.value.items, base.agreements.value.items, "agreements.toml"
    );
    same_ids(book.learn, book.learn.value.cards, base.learn.value.cards, "learn.toml");
    if (book.agreements.value.version != base.agreements.value.version) {
        problems.add(
            book.agreements.file,
            "version",
            "is not that of " + base.language +
                "/agreements.toml: " + std::to_string(base.agreements.value.version)
        );
    }
    if (book.copy) check_copy(*book.copy, base, problems);
}

}  // namespace

Problems check_content(const ContentFiles& files) {
    Problems problems;
    check_rooms(files.rooms, problems);
    check_help(files.help, problems);
    check_name_parts(files.names.file, "adjectives", files.names.value.adjectives, problems);
    check_name_parts(files.names.file, "beings", files.names.value.beings, problems);
    for (const Book& book : files.books) {
        check_book(book, files.rooms.value, problems);
        if (book.language != base_language) check_translation(book, files.base(), problems);
    }
    return problems;
}

}  // namespace holdfast::app
