// Measures the detector on the corpora in tests/corpus. Every floor is the figure reached; it only
// ever rises.

#include "moderation/corpus.hpp"

#include "common/json.hpp"
#include "moderation/moderator.hpp"
#include "tests/unit/moderation/temporary_folder.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <fstream>

namespace holdfast::moderation {
namespace {

struct Row {
    std::string id;
    std::string text;
    std::optional<std::vector<std::string>> context;
    int min_severity = 0;
    int max_severity = 4;
    std::optional<std::string> tier;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, text, context, min_severity, max_severity, tier))

std::vector<Row> rows_of(const std::string& name) {
    std::ifstream stream(std::filesystem::path(HOLDFAST_SOURCE_DIR) / "tests" / "corpus" / name);
    std::vector<Row> rows;
    for (std::string line; std::getline(stream, line);) {
        Row row;
        const auto problem = json::read(boost::json::parse(line), row, json::UnknownFields::skip);
        EXPECT_FALSE(problem) << name << ": " << line;
        rows.push_back(std::move(row));
    }
    return rows;
}

struct Share {
    double right = 0;
    double all = 0;
    std::string wrong;

    void count(bool is_right, const Row& row, int severity) {
        ++all;
        if (is_right) {
            ++right;
        } else {
            wrong += "\n  " + row.id + " got " + std::to_string(severity) + ": " + row.text;
        }
    }
    double value() const { return all > 0 ? right / all : 0; }
};

struct Figures {
    Share raised;       // rows that need a person (min >= 2), of tier core or without one
    Share raised_hard;  // the same in indirect wording
    Share quiet;        // rows that do not (max <= 1)
    Share band;         // all rows: severity between min and max
};

Figures measure(const std::string& name) {
    const Moderator moderator = load_moderator(shipped_data()).value();
    Figures figures;
    for (const Row& row : rows_of(name)) {
        Context context;
        context.recent_texts = row.context.value_or(std::vector<std::string>{});
        const int severity = corpus_severity(moderator.assess(row.text, context));
        figures.band.count(
            row.min_severity <= severity && severity <= row.max_severity, row, severity
        );
        if (row.min_severity >= 2) {
            (row.tier == "hard" ? figures.raised_hard : figures.raised)
                .count(severity >= 2, row, severity);
        }
        if (row.max_severity <= 1) figures.quiet.count(severity <= 1, row, severity);
    }
    return figures;
}

TEST(Corpus, OwnStaysAtItsFloors) {
    const Figures figures = measure("own.jsonl");

    EXPECT_GE(figures.raised.value(), 1.0) << figures.raised.wrong;
    EXPECT_GE(figures.quiet.value(), 1.0) << figures.quiet.wrong;
    EXPECT_GE(figures.band.value(), 1.0) << figures.band.wrong;
}

TEST(Corpus, FunctionalStaysAtItsFloors) {
    const Figures figures = measure("functional.jsonl");

    EXPECT_GE(figures.raised.value(), 0.99) << figures.raised.wrong;
    EXPECT_GE(figures.raised_hard.value(), 0.48) << figures.raised_hard.wrong;
    EXPECT_GE(figures.quiet.value(), 1.0) << figures.quiet.wrong;
    EXPECT_GE(figures.band.value(), 0.90) << figures.band.wrong;
}

}  // namespace
}  // namespace holdfast::moderation
