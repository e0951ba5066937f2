#pragma once

// The content folder as it stands on disk: every file read into its struct, and kept with the
// places of its parts for the checks that follow (content_check.hpp).

#include "common/error.hpp"
#include "common/toml.hpp"
#include "server/app/content_types.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::app {

// Everything that does not fit, so that whoever edits the files sees all of it at once.
class Problems {
public:
    void add(const Error& error) { lines_.push_back(error.detail); }
    void add(const TomlFile& file, std::string path, std::string why) {
        add(file.error({std::move(path), std::move(why)}));
    }

    bool empty() const { return lines_.empty(); }
    // bad_config; a line each.
    Error as_error() const;

private:
    std::vector<std::string> lines_;
};

template <class T>
struct Sheet {
    TomlFile file;
    T value;
};

// All of one language.
struct Book {
    std::string language;
    Sheet<LanguageRules> rules;
    Sheet<RoomTexts> rooms;
    Sheet<Agreements> agreements;
    Sheet<std::map<std::string, Card>> cards;
    Sheet<std::map<std::string, Note>> notes;
    Sheet<LearnCards> learn;
    // Left out, the base language's stand in.
    std::optional<Sheet<StaffWords>> staff;
    std::optional<Sheet<CopyFile>> copy;
};

struct ContentFiles {
    Sheet<RoomList> rooms;
    Sheet<HelpRegions<LocalText>> help;
    Sheet<Names> names;
    std::vector<Book> books;  // the base language first
    std::string version;      // a short hash of every file's content, without comments and layout

    const Book& base() const { return books.front(); }
};

// bad_config: a file cannot be read, does not fit its struct, or has a name that nothing reads.
Result<ContentFiles> read_content_files(const std::filesystem::path& folder);

}  // namespace holdfast::app
