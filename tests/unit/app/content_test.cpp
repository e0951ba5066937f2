#include "server/app/content.hpp"

#include "tests/unit/app/content_folder.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace holdfast::app {
namespace {

namespace bj = boost::json;

TEST(Content, LoadsTheLeastThatIsComplete) {
    const ContentFolder folder;

    EXPECT_EQ(folder.problems(), Lines{});
}

TEST(Content, LeavesOptionalFilesOfALanguageToEnglish) {
    const ContentFolder folder;
    folder.remove("es/copy.toml");

    const Result<Content> content = folder.load();

    ASSERT_TRUE(content);
    const bj::value answer = bj::parse(*content->as_json("es"));
    EXPECT_EQ(answer.at("copy").at("room.send"), "Send");
    EXPECT_EQ(answer.at("copy").at("room.joined"), "{name} is here");
    EXPECT_EQ(answer.at("staff").at("levels").at("low").at("label"), "Low");
}

TEST(Content, FillsTheGapsOfATranslatedCopyFromEnglish) {
    const ContentFolder folder;

    const Result<Content> content = folder.load();

    ASSERT_TRUE(content);
    const bj::value answer = bj::parse(*content->as_json("es"));
    EXPECT_EQ(answer.at("copy").at("room.send"), "Send");
    EXPECT_EQ(answer.at("copy").at("room.joined"), "{name} está aquí");
}

TEST(Content, ShowsHelpLinesInTheLanguageOfTheReader) {
    const ContentFolder folder;

    const Result<Content> content = folder.load();

    ASSERT_TRUE(content);
    const auto region = [&](const char* language) {
        return bj::parse(*content->as_json(language)).at("help").at("regions").at(0);
    };
    EXPECT_EQ(region("en").at("name"), "United Kingdom");
    EXPECT_EQ(region("es").at("name"), "Reino Unido");
    EXPECT_EQ(region("es").at("lines").at(0).at("name"), "Samaritans");
}

TEST(Content, AnswersInEnglishWhereALanguageIsNotThere) {
    const ContentFolder folder;

    const Result<Content> content = folder.load();

    ASSERT_TRUE(content);
    EXPECT_EQ(content->as_json("fr"), content->as_json("en"));
    EXPECT_NE(content->as_json("es"), content->as_json("en"));
}

TEST(Content, ChangesItsVersionWithAWordButNotWithAComment) {
    const ContentFolder folder;
    const std::string before = folder.load()->version();

    folder.write("en/notes.toml", "# Reviewed again.\n" + least.at("en/notes.toml"));
    const std::string with_comment = folder.load()->version();
    folder.replace("en/notes.toml", "This is heavy.", "This is quite heavy.");
    const std::string with_word = folder.load()->version();

    EXPECT_EQ(before.size(), 12u);
    EXPECT_EQ(with_comment, before);
    EXPECT_NE(with_word, before);
}

TEST(Content, ShowsRoomsByTheirOrder) {
    const ContentFolder folder;
    folder.write(
        "rooms.toml",
        least.at("rooms.toml") +
            "[[rooms]]\nid = \"cellar\"\nfamily = \"welcome\"\n"
            "open = false\norder = 0\n"
    );
    for (const std::string language : {"en", "es"}) {
        const std::string texts = least.at(language + "/rooms.toml");
        const std::size_t room = texts.find("[rooms.arrivals]");
        folder.write(
            language + "/rooms.toml",
            texts + "[rooms.cellar]" + texts.substr(room + std::string("[rooms.arrivals]").size())
        );
    }

    const Result<Content> content = folder.load();

    ASSERT_TRUE(content) << content.error().detail;
    ASSERT_EQ(content->rooms().size(), 2u);
    EXPECT_EQ(content->rooms()[0].id, RoomId{"cellar"});
    EXPECT_FALSE(content->rooms()[0].open);
    EXPECT_EQ(bj::parse(*content->as_json("en")).at("rooms").at(0).at("id"), "cellar");
}

}  // namespace
}  // namespace holdfast::app
