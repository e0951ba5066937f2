#include "server/store/sqlite/connection.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/contract/store_sqlite_home.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace holdfast::store {

namespace {

class OpenSqliteStore : public testing::Test {
protected:
    // The reason of a refusal, without the name of the file in front.
    std::string refusal(const std::filesystem::path& tried) {
        const Result<std::unique_ptr<Store>> store = open_sqlite_store(tried, ids_);
        if (store) return "opened";
        if (store.error().code != Errc::bad_config) return "not bad_config";
        const std::string& line = store.error().detail;
        EXPECT_EQ(line.find('\n'), std::string::npos);
        EXPECT_TRUE(line.starts_with(tried.string() + ": ")) << line;
        return line.substr(std::min(line.size(), tried.string().size() + 2));
    }

    // The same, for a user to whom modes of files mean something.
    std::string refusal_for_nobody(const std::filesystem::path& tried) {
        if (::geteuid() != 0) return refusal(tried);
        int ends[2] = {-1, -1};
        if (::pipe(ends) != 0) return "no pipe";
        const pid_t child = ::fork();
        if (child == 0) {
            constexpr uid_t nobody = 65534;
            const std::string why = ::setuid(nobody) == 0 ? refusal(tried) : "still root";
            ::_exit(::write(ends[1], why.data(), why.size()) < 0 ? 1 : 0);
        }
        ::close(ends[1]);
        char why[512] = {};
        const ssize_t size = ::read(ends[0], why, sizeof why);
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        return std::string(why, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "holdfast.db";

private:
    RandomIds ids_;
};

}  // namespace

TEST_F(OpenSqliteStore, RefusesAMissingFolder) {
    const std::filesystem::path lost = folder.path() / "none" / "holdfast.db";

    EXPECT_EQ(refusal(lost), "there is no folder " + lost.parent_path().string());
}

TEST_F(OpenSqliteStore, RefusesAFolderInPlaceOfAFile) {
    EXPECT_EQ(refusal(folder.path()), "unable to open database file: Is a directory");
}

TEST_F(OpenSqliteStore, RefusesWhatIsNoDatabase) {
    for (const std::string& content : {std::string("hello"), std::string(5'000, 'x')}) {
        std::ofstream(file, std::ios::trunc) << content;
        EXPECT_EQ(refusal(file), "file is not a database") << content.size();
    }
}

TEST_F(OpenSqliteStore, LeavesTheFileOfAnotherProgramAsItWas) {
    std::ofstream{file};
    ASSERT_TRUE(sqlite::Database::open(file, sqlite::Access::read_write)
                    .value()
                    .script("CREATE TABLE songs (title TEXT)"));
    const auto content = [&] {
        std::ifstream in(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const std::string before = content();

    EXPECT_EQ(refusal(file), "an SQLite file of another program");
    EXPECT_EQ(content(), before);
}

TEST_F(OpenSqliteStore, RefusesANewerFile) {
    ASSERT_EQ(refusal(file), "opened");
    ASSERT_TRUE(sqlite::Database::open(file, sqlite::Access::read_write)
                    .value()
                    .script("PRAGMA user_version = 1000"));

    EXPECT_TRUE(refusal(file).starts_with("written by a newer Holdfast (schema 1000;"));
}

TEST_F(OpenSqliteStore, RefusesAReadOnlyFolder) {
    ::chmod(folder.path().c_str(), 0555);

    EXPECT_EQ(refusal_for_nobody(file), "cannot write in its folder: Permission denied");

    ::chmod(folder.path().c_str(), S_IRWXU);
}

TEST_F(OpenSqliteStore, RefusesAFileInAReadOnlyFolder) {
    ASSERT_EQ(refusal(file), "opened");
    ::chmod(file.c_str(), 0666);
    ::chmod(folder.path().c_str(), 0555);

    EXPECT_EQ(refusal_for_nobody(file), "cannot write in its folder: Permission denied");

    ::chmod(folder.path().c_str(), S_IRWXU);
}

TEST_F(OpenSqliteStore, RefusesAReadOnlyFile) {
    ASSERT_EQ(refusal(file), "opened");
    ::chmod(folder.path().c_str(), 0777);
    ::chmod(file.c_str(), 0444);

    EXPECT_EQ(refusal_for_nobody(file), "is read-only");
}

TEST_F(OpenSqliteStore, MakesAFileForItsOwnerOnly) {
    RandomIds ids;
    const std::unique_ptr<Store> store = open_sqlite_store(file, ids).value();
    ASSERT_TRUE(Blocking(*store).probe());

    for (const char* suffix : {"", "-wal", "-shm"}) {
        struct stat found{};
        ASSERT_EQ(::stat((file.string() + suffix).c_str(), &found), 0) << suffix;
        EXPECT_EQ(found.st_mode & 0777u, 0600u) << suffix;
    }
}

TEST_F(OpenSqliteStore, MayBeOpenedManyTimesAtOnce) {
    for (int round = 0; round < 10; ++round) {
        const std::filesystem::path fresh = folder.path() / (std::to_string(round) + ".db");
        std::vector<std::string> outcomes(8);
        std::vector<std::thread> threads;
        for (std::string& outcome : outcomes) {
            threads.emplace_back([&] { outcome = refusal(fresh); });
        }
        for (std::thread& thread : threads)
            thread.join();
        for (const std::string& outcome : outcomes)
            EXPECT_EQ(outcome, "opened");
    }
}

TEST_F(OpenSqliteStore, HasAnAuditTableThatOnlyGrows) {
    RandomIds ids;
    const std::unique_ptr<Store> store = open_sqlite_store(file, ids).value();
    Blocking now(*store);
    ASSERT_TRUE(now.audit(audit_row("one")));
    ASSERT_TRUE(now.audit(audit_row("two")));
    sqlite::Database raw = sqlite::Database::open(file, sqlite::Access::read_write).value();

    for (const char* sql : {
             "UPDATE audit SET detail = 'nothing' WHERE number = 1",
             "DELETE FROM audit WHERE number = 2",
             "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 1",
             "INSERT INTO audit SELECT 4, at, actor, act, subject, detail, hash FROM audit LIMIT 1",
         }) {
        EXPECT_FALSE(raw.script(sql)) << sql;
    }
    EXPECT_EQ(now.audit_since(0, 10)->size(), 2u);
}

TEST_F(OpenSqliteStore, SyncsEveryCommitAndChecksReferences) {
    sqlite::Database db = sqlite::open_writer(file, sqlite::Durability::full).value();

    EXPECT_EQ(db.value<int>("PRAGMA synchronous").value(), 2);
    EXPECT_EQ(db.value<int>("PRAGMA foreign_keys").value(), 1);
    EXPECT_EQ(db.value<std::string>("PRAGMA journal_mode").value(), "wal");
    EXPECT_FALSE(db.script("SELECT load_extension('none')"));
}

}  // namespace holdfast::store
