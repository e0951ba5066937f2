#include "common/log.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <sstream>
#include <thread>
#include <unistd.h>
#include <vector>

namespace holdfast::log {
namespace {

// Puts a pipe in the place of stderr until it is read.
class Captured {
public:
    Captured() : stderr_(dup(STDERR_FILENO)) {
        EXPECT_EQ(pipe(ends_.data()), 0);
        dup2(ends_[1], STDERR_FILENO);
        close(ends_[1]);
    }
    ~Captured() {
        restore();
        close(ends_[0]);
    }
    Captured(const Captured&) = delete;
    Captured& operator=(const Captured&) = delete;

    std::vector<boost::json::object> lines() {
        restore();
        std::string all;
        std::array<char, 4096> part{};
        for (ssize_t size; (size = read(ends_[0], part.data(), part.size())) > 0;) {
            all.append(part.data(), static_cast<std::size_t>(size));
        }
        std::vector<boost::json::object> parsed;
        std::istringstream stream(all);
        for (std::string line; std::getline(stream, line);) {
            boost::system::error_code error;
            const boost::json::value value = boost::json::parse(line, error);
            EXPECT_FALSE(error) << line;
            if (value.is_object()) parsed.push_back(value.get_object());
        }
        return parsed;
    }

    int reading_end() const { return ends_[0]; }

private:
    void restore() {
        if (stderr_ < 0) return;
        std::fflush(stderr);
        dup2(stderr_, STDERR_FILENO);
        close(std::exchange(stderr_, -1));
    }

    int stderr_;
    std::array<int, 2> ends_{};
};

TEST(Log, WritesOneJsonObjectALine) {
    Captured captured;

    info("case.opened", {{"case", CaseId{"c1"}}, {"seq", Seq{42}}, {"count", -3}});
    warning("disk.full");

    const auto lines = captured.lines();
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].at("level"), "info");
    EXPECT_EQ(lines[0].at("event"), "case.opened");
    EXPECT_EQ(lines[0].at("case"), "c1");
    EXPECT_EQ(lines[0].at("seq"), 42);
    EXPECT_EQ(lines[0].at("count"), -3);
    EXPECT_GT(lines[0].at("ts").as_int64(), 1'700'000'000'000);
    EXPECT_EQ(lines[1].at("level"), "warning");
}

// spdlog's own pattern for JSON breaks at the first quote.
TEST(Log, StaysJsonWhateverANoteHolds) {
    const std::string notes[] = {
        "it said \"no\"",
        "C:\\path\\",
        "two\nlines\r",
        std::string("a\0b", 3),
        "\x01\x1f",
        "{\"a\":1}",
    };
    Captured captured;

    for (const std::string& note : notes)
        error("note", {Field::note("reason", note)});
    error("note", {Field::note("reason", "no \xff UTF-8 \xed\xa0\x80")});

    const auto lines = captured.lines();
    ASSERT_EQ(lines.size(), std::size(notes) + 1);
    for (std::size_t i = 0; i < std::size(notes); ++i) {
        EXPECT_EQ(std::string(lines[i].at("reason").as_string()), notes[i]);
    }
    EXPECT_EQ(lines.back().at("reason"), "no ? UTF-8 ???");
}

// These once threw out of the logger.
TEST(Log, WritesTheLargestNumbers) {
    Captured captured;

    info(
        "numbers",
        {{"most", std::numeric_limits<std::uint64_t>::max()},
         {"least", std::numeric_limits<std::int64_t>::min()},
         {"seq", Seq{std::numeric_limits<std::uint64_t>::max()}}}
    );

    const auto lines = captured.lines();
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("most"), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(lines[0].at("least"), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(lines[0].at("seq"), std::numeric_limits<std::uint64_t>::max());
}

TEST(Log, WritesFromManyThreadsAndLosesNothingAtTheStop) {
    Captured captured;
    start(Severity::info);

    std::vector<std::thread> writers;
    for (int t = 0; t < 4; ++t) {
        writers.emplace_back([t] {
            for (int i = 0; i < 100; ++i)
                info("tick", {{"thread", t}, {"i", i}});
            write(Severity::debug, "too.little");
        });
    }
    for (std::thread& writer : writers)
        writer.join();
    stop();

    EXPECT_EQ(captured.lines().size(), 400u);
}

TEST(Log, NeverWaitsForAStderrThatIsNotRead) {
    Captured captured;
    start(Severity::info);
    constexpr int lines = 20'000;  // beyond what the pipe and the queue hold

    for (int i = 0; i < lines; ++i)
        info("flood", {Field::note("words", std::string(100, 'x'))});

    EXPECT_GT(dropped_lines(), 0u);
    std::thread reader([&] {
        std::array<char, 65536> part{};
        while (read(captured.reading_end(), part.data(), part.size()) > 0) {
            if (std::string_view(part.data(), part.size()).find("the.end") !=
                std::string_view::npos) {
                break;
            }
        }
    });
    info("the.end");
    stop();
    reader.join();
}

}  // namespace
}  // namespace holdfast::log
