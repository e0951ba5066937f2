// holdfast-eval: runs the detector outside the server, to measure it and to ask it why.

#include "common/enum_name.hpp"
#include "common/json.hpp"
#include "moderation/corpus.hpp"
#include "moderation/moderator.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

namespace {

using namespace holdfast;
using moderation::Assessment;
using moderation::Moderator;

namespace bj = boost::json;

struct Line {
    std::string id;
    std::string text;
    std::optional<std::vector<std::string>> context;
    std::optional<std::string> lang;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, text, context, lang))

std::optional<Line> parse(const std::string& text) {
    boost::system::error_code error;
    const bj::value value = bj::parse(text, error);
    Line line;
    if (error || json::read(value, line, json::UnknownFields::skip)) return {};
    return line;
}

moderation::Context context_of(const Line& line) {
    moderation::Context context;
    context.recent_texts = line.context.value_or(std::vector<std::string>{});
    context.language = line.lang.value_or("en");
    return context;
}

bj::object prediction(const std::string& id, const Assessment& assessment) {
    const int severity = moderation::corpus_severity(assessment);
    return {
        {"id", id},
        {"level", severity},
        {"severity", severity},
        {"category", bj::string(moderation::corpus_category(assessment))},
        {"score", static_cast<double>(severity)},
        {"findings", json::write(assessment.findings)},
    };
}

int run(const Moderator& moderator) {
    std::size_t number = 0;
    for (std::string text; std::getline(std::cin, text);) {
        ++number;
        if (text.empty()) continue;
        const std::optional<Line> line = parse(text);
        if (!line) {
            std::cerr << "line " << number
                      << ": expected {\"id\", \"text\", \"context\"?, \"lang\"?}\n";
            return 1;
        }
        const Assessment assessment = moderator.assess(line->text, context_of(*line));
        std::cout << bj::serialize(prediction(line->id, assessment)) << '\n';
    }
    return 0;
}

int explain(const Moderator& moderator, const std::string& text) {
    const Assessment assessment = moderator.assess(text, {});
    std::cout << name_of(assessment.level) << ", " << name_of(assessment.category) << ", ruleset "
              << assessment.ruleset << (assessment.degraded ? ", DEGRADED" : "") << '\n';
    for (const moderation::Finding& finding : assessment.findings) {
        const auto& span = finding.span;
        std::cout << "  " << name_of(finding.level) << "  " << finding.rule << "  [" << span.begin
                  << ", " << span.end << ") \"" << text.substr(span.begin, span.end - span.begin)
                  << "\"\n";
        for (const std::string& cue : finding.cues)
            std::cout << "      " << cue << '\n';
    }
    return 0;
}

// Assesses every line of `file`, `rounds` times, and prints how long one takes.
int bench(const Moderator& moderator, const std::string& file, int rounds) {
    std::vector<Line> lines;
    std::ifstream stream(file);
    for (std::string text; std::getline(stream, text);) {
        if (std::optional<Line> line = parse(text)) lines.push_back(std::move(*line));
    }
    if (lines.empty()) {
        std::cerr << file << ": no messages\n";
        return 1;
    }
    using Clock = std::chrono::steady_clock;
    std::vector<double> micros;
    for (int round = 0; round < rounds; ++round) {
        for (const Line& line : lines) {
            const moderation::Context context = context_of(line);
            const Clock::time_point start = Clock::now();
            const Assessment assessment = moderator.assess(line.text, context);
            const std::chrono::duration<double, std::micro> took = Clock::now() - start;
            if (assessment.degraded) return 1;
            micros.push_back(took.count());
        }
    }
    std::sort(micros.begin(), micros.end());
    const auto percentile = [&](double share) {
        return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))];
    };
    std::cout << micros.size() << " messages: p50 " << percentile(0.5) << " us, p99 "
              << percentile(0.99) << " us, worst " << micros.back() << " us\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Measures and explains the detector of Holdfast.", "holdfast-eval"};
    std::string data = "moderation/data";
    app.add_option("--data", data, "Folder of patterns, cues and the like")
        ->envname("HOLDFAST_MODERATION_DATA")
        ->capture_default_str();
    CLI::App* run_command = app.add_subcommand("run", "Messages (JSONL) in, predictions out");
    CLI::App* explain_command = app.add_subcommand("explain", "Why a text gets its level");
    std::string text;
    explain_command->add_option("text", text)->required();
    CLI::App* bench_command = app.add_subcommand("bench", "How long `assess` takes");
    std::string file = "tests/corpus/functional.jsonl";
    int rounds = 20;
    bench_command->add_option("file", file, "Messages (JSONL)")->capture_default_str();
    bench_command->add_option("--rounds", rounds)
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    app.require_subcommand(1);
    CLI11_PARSE(app, argc, argv);

    const Result<Moderator> moderator = moderation::load_moderator(data);
    if (!moderator) {
        std::cerr << "holdfast-eval: " << moderator.error().detail << '\n';
        return 2;
    }
    if (run_command->parsed()) return run(*moderator);
    if (explain_command->parsed()) return explain(*moderator, text);
    if (bench_command->parsed()) return bench(*moderator, file, rounds);
    return 0;
}
