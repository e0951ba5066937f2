#include "common/toml.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <unistd.h>

namespace holdfast {

struct Berth {
    std::string id;
    std::optional<int> depth;
};
BOOST_DESCRIBE_STRUCT(Berth, (), (id, depth))

struct Pier {
    std::string name;
    std::chrono::milliseconds tide{};
    std::vector<Berth> berths;
    std::map<std::string, Berth> named;
};
BOOST_DESCRIBE_STRUCT(Pier, (), (name, tide, berths, named))

namespace {

using namespace std::chrono_literals;

class Toml : public testing::Test {
protected:
    Toml() {
        std::string pattern = std::filesystem::temp_directory_path() / "holdfast-toml-XXXXXX";
        folder_ = mkdtemp(pattern.data());
    }
    ~Toml() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path file() const { return folder_ / "pier.toml"; }

    Result<Pier> load(const std::string& content) const {
        std::ofstream(file(), std::ios::binary) << content;
        return load_toml<Pier>(file());
    }
    // The error without the folder: "pier.toml:3:1: ...".
    std::string error_of(const std::string& content) const {
        const Result<Pier> loaded = load(content);
        if (loaded) return "";
        EXPECT_EQ(loaded.error().code, Errc::bad_config);
        return loaded.error().detail.substr(folder_.string().size() + 1);
    }

    std::filesystem::path folder_;
};

TEST_F(Toml, FillsADescribedStruct) {
    const Result<Pier> pier = load(
        "name = \"West\"  # a comment\n"
        "tide = \"6h\"\n"
        "[[berths]]\nid = \"b1\"\ndepth = 4\n"
        "[[berths]]\nid = \"b2\"\n"
        "[named.far]\nid = \"b3\"\n"
    );

    ASSERT_TRUE(pier) << pier.error().detail;
    EXPECT_EQ(pier->name, "West");
    EXPECT_EQ(pier->tide, 6h);
    ASSERT_EQ(pier->berths.size(), 2u);
    EXPECT_EQ(pier->berths[0].depth, 4);
    EXPECT_FALSE(pier->berths[1].depth);
    EXPECT_EQ(pier->named.at("far").id, "b3");
}

TEST_F(Toml, NamesFileLineAndColumnOfWhatDoesNotFit) {
    const std::string head = "name = \"West\"\ntide = \"6h\"\n";
    struct Case {
        std::string content;
        const char* error;
    };
    const Case cases[] = {
        {"name = 5\n", "pier.toml:1:8: name: expected a string"},
        {"name = \"West\"\ntide = \"soon\"\n",
         "pier.toml:2:8: tide: expected a duration such as \"250ms\", \"30s\", \"10m\", \"24h\", "
         "\"7d\""},
        {"name = \"West\"\n", "pier.toml:1:1: tide: missing"},
        {head + "[[berths]]\nid = \"b1\"\n[[berths]]\ndepth = 4\n",
         "pier.toml:5:1: berths[1].id: missing"},
        {head + "[[berths]]\nid = \"b1\"\ndepth = \"four\"\n",
         "pier.toml:5:9: berths[0].depth: expected a whole number that fits"},
        {head + "berths = []\n[named]\n[named.far]\nid = \"b\"\ndept = 4\n",
         "pier.toml:7:8: named.far.dept: unknown field; did you mean 'depth'?"},
        {head + "berths = [1]\n", "pier.toml:3:11: berths[0]: expected an object"},
        {head + "berth = []\n", "pier.toml:1:1: berths: missing"},
    };
    for (const Case& one : cases)
        EXPECT_EQ(error_of(one.content), one.error);
}

TEST_F(Toml, NamesThePlaceOfASyntaxError) {
    EXPECT_TRUE(error_of("name = \"West\ntide = 1\n").starts_with("pier.toml:1:13: "))
        << error_of("name = \"West\n");
    EXPECT_TRUE(error_of("name = \"a\"\nname = \"b\"\n").starts_with("pier.toml:2:"));
    EXPECT_TRUE(error_of("name = \"\xff\"\n").starts_with("pier.toml:1:"));
    EXPECT_TRUE(error_of("name = \"\xed\xa0\x80\"\n").starts_with("pier.toml:1:"));
}

TEST_F(Toml, SaysWhichFileCannotBeRead) {
    const Result<Pier> missing = load_toml<Pier>(folder_ / "none.toml");
    const Result<Pier> a_folder = load_toml<Pier>(folder_);

    EXPECT_EQ(missing.error().detail, (folder_ / "none.toml").string() + ": cannot be read");
    EXPECT_EQ(a_folder.error().detail, folder_.string() + ": cannot be read");
}

TEST_F(Toml, TakesAnEmptyFileForAnEmptyTable) {
    EXPECT_EQ(error_of(""), "pier.toml:1:1: name: missing");
    EXPECT_EQ(error_of("# only a comment\n"), "pier.toml:1:1: name: missing");
}

}  // namespace
}  // namespace holdfast
