#include "moderation/policy/policy.hpp"

#include "common/enum_name.hpp"
#include "common/toml.hpp"
#include "moderation/fingerprint.hpp"

#include <algorithm>
#include <array>

namespace holdfast::moderation {

namespace {

constexpr std::string_view degraded_row = "degraded";

// A cell as the file spells it; the action is never left to a default.
struct Cell {
    Action action = Action::hold;
    std::optional<std::string> card;
    std::optional<std::string> note;
    std::optional<bool> opens_case;
    std::optional<bool> opens_care;
};
BOOST_DESCRIBE_STRUCT(Cell, (), (action, card, note, opens_case, opens_care))

using Row = std::map<std::string, Cell>;
using Table = std::map<std::string, Row>;

template <class Enum>
std::vector<Enum> all_of() {
    std::vector<Enum> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto enumerator) {
        all.push_back(enumerator.value);
    });
    return all;
}

// Every row that must be there, and no other may.
std::vector<std::string> row_names() {
    std::vector<std::string> names{std::string(degraded_row)};
    for (const Level level : all_of<Level>())
        names.emplace_back(name_of(level));
    for (const Category category : all_of<Category>()) {
        if (is_conduct(category)) names.emplace_back(name_of(category));
    }
    return names;
}

bool shows_text(Action action) {
    return action == Action::deliver || action == Action::deliver_with_note ||
           action == Action::mask;
}

// Why a cell may not stand in the table, if it may not. The clinical floor of the whole product:
// time, configuration and failure never publish what nobody has read.
std::optional<std::string> forbidden(const std::string& row, Coverage coverage, const Cell& cell) {
    const auto level = from_name<Level>(row);
    const bool danger = level && *level >= Level::high;
    const bool opens_case = cell.opens_case.value_or(false);
    const bool care = coverage == Coverage::care;
    if (danger && !opens_case) return "must open a case";
    if (!care && (danger || row == degraded_row) && cell.action != Action::hold) {
        return "may only hold: nobody has read it yet";
    }
    const bool conduct = !level && row != degraded_row;
    if (conduct && !care && shows_text(cell.action) && cell.action != Action::mask) {
        return "may not deliver as it is outside a care thread";
    }
    if ((cell.action == Action::deliver_with_note) != cell.note.has_value()) {
        return "a note goes with deliver_with_note, and only there";
    }
    if (cell.opens_care.value_or(false) && !opens_case) return "opens care without a case";
    return {};
}

json::MaybeProblem check(const Table& table) {
    const std::vector<std::string> names = row_names();
    for (const auto& [name, row] : table) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            return json::Problem{name, "no such class of message"};
        }
        for (const auto& [column, cell] : row) {
            const std::string path = name + "." + column;
            const auto coverage = from_name<Coverage>(column);
            if (!coverage) {
                return json::Problem{path, "expected one of " + names_of<Coverage>()};
            }
            if (auto why = forbidden(name, *coverage, cell)) return json::Problem{path, *why};
        }
    }
    for (const std::string& name : names) {
        if (!table.contains(name)) return json::Problem{name, "missing"};
        for (const Coverage coverage : all_of<Coverage>()) {
            const std::string column(name_of(coverage));
            if (!table.at(name).contains(column)) {
                return json::Problem{name + "." + column, "missing"};
            }
        }
    }
    return {};
}

// From least to most careful.
int care_of(Action action) {
    static constexpr std::array order{
        Action::deliver,
        Action::deliver_with_note,
        Action::mask,
        Action::return_,
        Action::drop,
        Action::hold
    };
    return static_cast<int>(std::find(order.begin(), order.end(), action) - order.begin());
}

std::string row_of(const Finding& finding) {
    return std::string(
        is_conduct(finding.category) ? name_of(finding.category) : name_of(finding.level)
    );
}

}  // namespace

Result<Policy> Policy::load(const std::filesystem::path& path) {
    Result<TomlFile> file = TomlFile::read(path);
    if (!file) return file.error();
    Table table;
    if (auto problem = json::read(file->value(), table, json::UnknownFields::refuse)) {
        return file->error(*problem);
    }
    if (auto problem = check(table)) return file->error(*problem);
    Result<std::string> version = fingerprint({path});
    if (!version) return version.error();

    Policy policy;
    policy.version_ = std::move(*version);
    for (auto& [name, row] : table) {
        for (auto& [column, cell] : row) {
            policy.rules_[name][*from_name<Coverage>(column)] = Rule{
                cell.action,
                std::move(cell.card),
                std::move(cell.note),
                cell.opens_case.value_or(false),
                cell.opens_care.value_or(false)
            };
        }
    }
    return policy;
}

std::set<std::string> Policy::card_ids() const {
    std::set<std::string> ids;
    for (const auto& [row, columns] : rules_) {
        for (const auto& [coverage, rule] : columns) {
            if (rule.card) ids.insert(*rule.card);
        }
    }
    return ids;
}

std::set<std::string> Policy::note_ids() const {
    std::set<std::string> ids;
    for (const auto& [row, columns] : rules_) {
        for (const auto& [coverage, rule] : columns) {
            if (rule.note) ids.insert(*rule.note);
        }
    }
    return ids;
}

Verdict Policy::decide(const Assessment& assessment, Coverage coverage) const {
    Verdict verdict;
    verdict.action = Action::deliver;
    verdict.level = assessment.level;
    verdict.category = assessment.category;
    verdict.policy = version_;

    // The first row to offer a card or note gives it: rows come most urgent first.
    const auto apply = [&](const std::string& row) -> const Rule& {
        const Rule& rule = rules_.at(row).at(coverage);
        if (care_of(rule.action) > care_of(verdict.action)) verdict.action = rule.action;
        if (!verdict.card) verdict.card = rule.card;
        if (!verdict.note) verdict.note = rule.note;
        verdict.opens_case = verdict.opens_case || rule.opens_case;
        verdict.opens_care = verdict.opens_care || rule.opens_care;
        return rule;
    };
    // The level's own row first, unless conduct alone gave the level: conduct has its own rows.
    const auto gives_level = [&](const Finding& f) { return f.level == assessment.level; };
    const auto& findings = assessment.findings;
    const bool by_conduct = std::any_of(findings.begin(), findings.end(), gives_level) &&
                            std::all_of(findings.begin(), findings.end(), [&](const Finding& f) {
                                return !gives_level(f) || is_conduct(f.category);
                            });
    if (!by_conduct) apply(std::string(name_of(assessment.level)));
    for (const Finding& finding : findings) {
        if (finding.level == Level::none) continue;
        const Rule& rule = apply(row_of(finding));
        if (rule.action == Action::mask) verdict.masked.push_back(finding.span);
    }
    if (assessment.degraded) {
        apply(std::string(degraded_row));
        // Whoever reads it must find it in the queue, and nothing says that it is harmless.
        verdict.level = std::max(verdict.level, Level::concern);
    }
    // A note folds what is shown whole or in part; it says nothing about a text that is not shown.
    if (!shows_text(verdict.action)) verdict.note.reset();
    return verdict;
}

}  // namespace holdfast::moderation
