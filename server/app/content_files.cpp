#include "server/app/content_files.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <sodium.h>

namespace holdfast::app {

namespace {

namespace fs = std::filesystem;

// By name. Empty for a folder that cannot be listed, which has no file to read either.
std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        entries.push_back(*at);
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool is_directory(const fs::directory_entry& entry) {
    std::error_code unreadable;
    return entry.is_directory(unreadable);
}

// Reads files of one folder, collects what is wrong and hashes what is right.
class Reader {
public:
    explicit Reader(fs::path root) : root_(std::move(root)) {
        crypto_generichash_init(&hash_, nullptr, 0, hash_bytes);
    }

    template <class T>
    void read(const fs::path& name, Sheet<T>& into) {
        Result<TomlFile> file = TomlFile::read(root_ / name);
        if (!file) return problems_.add(file.error());
        into.file = std::move(*file);
        add_to_hash(name, into.file);
        if (auto problem = json::read(into.file.value(), into.value, json::UnknownFields::refuse)) {
            problems_.add(into.file.error(*problem));
        }
    }

    template <class T>
    void read_if_there(const fs::path& name, std::optional<Sheet<T>>& into) {
        std::error_code unreadable;  // which read() reports
        const auto type = fs::status(root_ / name, unreadable).type();
        if (type != fs::file_type::not_found) read(name, into.emplace());
    }

    // A misspelt name would otherwise leave a file, or a whole language, out in silence.
    void refuse_others(
        const fs::path& folder,
        std::initializer_list<std::string_view> files,
        const std::vector<std::string>& folders
    ) {
        for (const fs::directory_entry& entry : entries_of(root_ / folder)) {
            const std::string name = entry.path().filename().string();
            const bool is_folder = is_directory(entry);
            const bool is_ours = is_folder ? !name.starts_with('.') : name.ends_with(".toml");
            const bool is_known =
                is_folder ? std::find(folders.begin(), folders.end(), name) != folders.end()
                          : std::find(files.begin(), files.end(), name) != files.end();
            if (!is_ours || is_known) continue;
            const std::string why =
                is_folder ? ": no language has this code" : ": nothing reads it";
            problems_.add(Error{Errc::bad_config, entry.path().string() + why});
        }
    }

    Problems& problems() { return problems_; }

    std::string version() {
        std::array<unsigned char, hash_bytes> bytes{};
        crypto_generichash_final(&hash_, bytes.data(), bytes.size());
        std::string hex;
        for (std::size_t i = 0; i < 6; ++i) {
            static constexpr char digits[] = "0123456789abcdef";
            hex += digits[bytes[i] >> 4];
            hex += digits[bytes[i] & 15];
        }
        return hex;
    }

private:
    static constexpr std::size_t hash_bytes = crypto_generichash_BYTES;

    void add_to_hash(const fs::path& name, const TomlFile& file) {
        const std::string part =
            name.generic_string() + '\n' + boost::json::serialize(file.value()) + '\n';
        crypto_generichash_update(
            &hash_, reinterpret_cast<const unsigned char*>(part.data()), part.size()
        );
    }

    fs::path root_;
    Problems problems_;
    crypto_generichash_state hash_{};
};

bool is_all_of(std::string_view text, char first, char last) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c >= first && c <= last; });
}

// "en", "gsw", "pt-BR".
bool is_language(std::string_view name) {
    const std::string_view main = name.substr(0, name.find('-'));
    const std::string_view region = name.substr(main.size());
    return (main.size() == 2 || main.size() == 3) && is_all_of(main, 'a', 'z') &&
           (region.empty() || (region.size() == 3 && is_all_of(region.substr(1), 'A', 'Z')));
}

// The base language first, then by name.
std::vector<std::string> languages_in(const fs::path& folder) {
    std::vector<std::string> languages{base_language};
    for (const fs::directory_entry& entry : entries_of(folder)) {
        const std::string name = entry.path().filename().string();
        if (is_directory(entry) && is_language(name) && name != base_language) {
            languages.push_back(name);
        }
    }
    std::sort(languages.begin() + 1, languages.end());
    return languages;
}

Book read_book(Reader& reader, const std::string& language) {
    const fs::path folder = language;
    Book book;
    book.language = language;
    reader.read(folder / "language.toml", book.rules);
    reader.read(folder / "rooms.toml", book.rooms);
    reader.read(folder / "agreements.toml", book.agreements);
    reader.read(folder / "cards.toml", book.cards);
    reader.read(folder / "notes.toml", book.notes);
    reader.read(folder / "learn.toml", book.learn);
    reader.read_if_there(folder / "copy.toml", book.copy);
    if (language == base_language) {
        reader.read(folder / "staff.toml", book.staff.emplace());
    } else {
        reader.read_if_there(folder / "staff.toml", book.staff);
    }
    return book;
}

}  // namespace

Error Problems::as_error() const {
    std::string all;
    for (const std::string& line : lines_)
        all += (all.empty() ? "" : "\n") + line;
    return {Errc::bad_config, std::move(all)};
}

Result<ContentFiles> read_content_files(const fs::path& folder) {
    Reader reader(folder);
    ContentFiles files;
    reader.read("rooms.toml", files.rooms);
    reader.read("help_lines.toml", files.help);
    // Generated names need no grammar in English; another language would have to agree in gender.
    reader.read(fs::path(base_language) / "names.toml", files.names);
    const std::vector<std::string> languages = languages_in(folder);
    reader.refuse_others("", {"rooms.toml", "help_lines.toml"}, languages);
    for (const std::string& language : languages) {
        files.books.push_back(read_book(reader, language));
        reader.refuse_others(
            language,
            {"language.toml",
             "rooms.toml",
             "agreements.toml",
             "cards.toml",
             "notes.toml",
             "learn.toml",
             "staff.toml",
             "copy.toml",
             language == base_language ? "names.toml" : ""},
            {}
        );
    }
    if (!reader.problems().empty()) return reader.problems().as_error();
    files.version = reader.version();
    return files;
}

}  // namespace holdfast::app
