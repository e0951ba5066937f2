#include "server/store/sqlite/connection.hpp"

#include "server/store/sqlite/migrations.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

namespace holdfast::store::sqlite {

namespace {

Error unfit(const std::filesystem::path& file, const std::string& why) {
    return {Errc::bad_config, file.string() + ": " + why};
}

// The folder must be there and open to us. Makes a new file for its owner's eyes only; SQLite gives
// -wal and -shm the same mode. An existing file is never opened and closed here: closing it would
// drop the locks that SQLite holds on it in this process.
Result<void> check_place(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        return unfit(file, "there is no folder " + folder.string());
    }
    // SQLite makes its log beside the file, so that a file alone is not enough.
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        return unfit(file, "cannot write in its folder: " + std::string(std::strerror(errno)));
    }
    if (std::filesystem::exists(file, error)) return {};
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0) {
        ::close(fd);
    } else if (errno != EEXIST) {
        return unfit(file, std::string("cannot be made: ") + std::strerror(errno));
    }
    return {};
}

// Two processes that make a new file at once can each hold what the other needs. SQLite then gives
// up at once, without the busy time-out, and one of them has to come again.
Result<void> set_wal(Database& db) {
    constexpr int attempts = 500;
    for (int attempt = 1;; ++attempt) {
        const auto mode = db.value<std::string>("PRAGMA journal_mode = WAL");
        if (mode && *mode != "wal") {
            return Error{Errc::bad_config, "its file system cannot hold a WAL file"};
        }
        if (mode) return {};
        if (!db.was_busy() || attempt == attempts) return mode.error();
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

Result<void> prepare(Database& db, Durability durability) {
    if (db.is_read_only()) return Error{Errc::bad_config, "is read-only"};
    // Before anything is written: it may be somebody else's.
    if (Result<void> ours = check_version(db, migrations()); !ours) return ours;
    if (Result<void> set = set_wal(db); !set) return set;
    // The limit gives back the disk that one burst took.
    const std::string pragmas = std::string("PRAGMA synchronous = ") +
                                (durability == Durability::full ? "FULL" : "NORMAL") +
                                "; PRAGMA journal_size_limit = 67108864";
    if (Result<void> set = db.script(pragmas); !set) return set;
    return migrate(db, migrations());
}

}  // namespace

Result<Database> open_writer(const std::filesystem::path& file, Durability durability) {
    if (Result<void> made = check_place(file); !made) return made.error();
    Result<Database> db = Database::open(file, Access::read_write);
    if (!db) return unfit(file, db.error().detail);
    if (Result<void> prepared = prepare(*db, durability); !prepared) {
        return unfit(file, prepared.error().detail);
    }
    return db;
}

Result<Database> open_reader(const std::filesystem::path& file) {
    Result<Database> db = Database::open(file, Access::read_only);
    if (!db) return unfit(file, db.error().detail);
    return db;
}

}  // namespace holdfast::store::sqlite
