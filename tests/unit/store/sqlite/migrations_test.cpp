#include "server/store/sqlite/migrations.hpp"

#include "tests/contract/store_sqlite_home.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace holdfast::store::sqlite {

namespace {

constexpr Migration first{"0001_first.sql", "CREATE TABLE one (a INTEGER) STRICT"};
constexpr Migration second{
    "0002_second.sql", "CREATE TABLE two (a INTEGER) STRICT; INSERT INTO one VALUES (1)"
};
constexpr Migration broken{
    "0002_broken.sql", "CREATE TABLE two (a INTEGER) STRICT; INSERT INTO none VALUES (1)"
};

class Migrations : public testing::Test {
protected:
    Database open() {
        const std::filesystem::path file = folder_.path() / "a.db";
        std::ofstream(file, std::ios::app);
        return Database::open(file, Access::read_write).value();
    }
    static std::int64_t number(Database& db, std::string_view sql) {
        return db.value<std::int64_t>(sql).value().value();
    }

private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_F(Migrations, ApplyWhatAFileLacksAndNothingTwice) {
    Database db = open();
    const Migration old[] = {first};
    const Migration now[] = {first, second};

    ASSERT_TRUE(migrate(db, old));
    ASSERT_TRUE(migrate(db, now));
    ASSERT_TRUE(migrate(db, now));

    EXPECT_EQ(number(db, "PRAGMA user_version"), 2);
    EXPECT_EQ(number(db, "SELECT count(*) FROM one"), 1);
    EXPECT_TRUE(check_version(db, now));
}

TEST_F(Migrations, LeaveTheFileAtTheLastGoodStep) {
    Database db = open();
    const Migration list[] = {first, broken};

    const Result<void> failed = migrate(db, list);

    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().detail, "0002_broken.sql: no such table: none");
    EXPECT_EQ(number(db, "PRAGMA user_version"), 1);
    EXPECT_EQ(number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'two'"), 0);
    EXPECT_FALSE(db.is_in_transaction());
}

TEST_F(Migrations, RefuseAFileOfANewerVersion) {
    Database db = open();
    const Migration newer[] = {first, second};
    const Migration ours[] = {first};
    ASSERT_TRUE(migrate(db, newer));

    const Result<void> refused = check_version(db, ours);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::bad_config);
    EXPECT_EQ(refused.error().detail, "written by a newer Holdfast (schema 2; this one knows 1)");
}

TEST_F(Migrations, RefuseAFileOfAnotherProgram) {
    Database db = open();
    ASSERT_TRUE(db.script("CREATE TABLE songs (title TEXT)"));

    const Result<void> refused = check_version(db, migrations());

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::bad_config);
}

}  // namespace holdfast::store::sqlite
