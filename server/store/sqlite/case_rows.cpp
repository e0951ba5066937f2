#include "server/store/sqlite/case_rows.hpp"

#include "server/store/append_rules.hpp"
#include "server/store/sqlite/audit_rows.hpp"
#include "server/store/sqlite/message_rows.hpp"

namespace holdfast::store::sqlite {

namespace {

using moderation::Case;
using moderation::Flag;

std::string select_cases(std::string_view rest) {
    return "SELECT id, about, state, level, category, opened_at, level_since, holder, care_open, "
           "version FROM triage_case " +
           std::string(rest);
}

void read_columns(Row& row, Case& c) {
    row.read(c.id, c.about, c.state, c.level, c.category, c.opened_at, c.level_since);
    row.read(c.holder, c.care_open, c.version);
}

void read_flag(Row& row, Flag& flag) {
    row.read(flag.message, flag.room, flag.level, flag.category, flag.rule, flag.at);
    row.read(flag.opens_care);
}

Result<void> read_flags(Database& db, Case& c) {
    Result<std::vector<Flag>> flags = db.all<Flag>(
        "SELECT message, room, level, category, rule, at, opens_care FROM case_flag "
        "WHERE case_id = ? ORDER BY position",
        read_flag,
        c.id
    );
    if (!flags) return flags.error();
    c.flags = std::move(*flags);
    return {};
}

Result<void> write_flags(Database& db, const Case& c) {
    Result<void> done = db.execute("DELETE FROM case_flag WHERE case_id = ?", c.id);
    for (std::size_t position = 0; done && position < c.flags.size(); ++position) {
        const Flag& flag = c.flags[position];
        done = db.execute(
            "INSERT INTO case_flag (case_id, position, message, room, level, category, rule, at, "
            "opens_care) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            c.id,
            position,
            flag.message,
            flag.room,
            flag.level,
            flag.category,
            flag.rule,
            flag.at,
            flag.opens_care
        );
    }
    return done;
}

Result<void> insert_case(Database& db, const Case& c) {
    Result<void> added = db.execute(
        "INSERT INTO triage_case (id, about, state, level, category, opened_at, level_since, "
        "holder, care_open, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        c.id,
        c.about,
        c.state,
        c.level,
        c.category,
        c.opened_at,
        c.level_since,
        c.holder,
        c.care_open,
        c.version
    );
    if (!added) return added;
    return write_flags(db, c);
}

// The version is the fencing token: whoever decided on an older one has lost.
Result<void> update_case(Database& db, const Case& c, std::uint64_t decided_on) {
    Result<void> updated = db.execute(
        "UPDATE triage_case SET state = ?, level = ?, category = ?, level_since = ?, holder = ?, "
        "care_open = ?, version = ? WHERE id = ? AND version = ?",
        c.state,
        c.level,
        c.category,
        c.level_since,
        c.holder,
        c.care_open,
        c.version,
        c.id,
        decided_on
    );
    if (!updated) return updated;
    if (db.changed_rows() != 1) return Error{Errc::conflict, "the case has changed"};
    return write_flags(db, c);
}

Result<Case> raise_flag(Database& db, const room::RaisedFlag& raised) {
    const Result<std::optional<Case>> open = open_case_of(db, raised.about);
    if (!open) return open.error();
    Case flagged = with_flag(*open, raised);
    const Result<void> kept =
        *open ? update_case(db, flagged, (*open)->version) : insert_case(db, flagged);
    if (!kept) return kept.error();
    return flagged;
}

Result<Case> engage(Database& db, const room::Engagement& engagement) {
    const Result<Case> before = read_case(db, engagement.id);
    if (!before) return before;
    Result<Case> changed = engaged(*before, engagement);
    if (!changed) return changed;
    if (Result<void> kept = update_case(db, *changed, before->version); !kept) return kept.error();
    return changed;
}

}  // namespace

Result<std::vector<Case>> open_cases(Database& db) {
    static const std::string sql = select_cases("WHERE state <> 'closed' ORDER BY opened_at, id");
    Result<std::vector<Case>> cases = db.all<Case>(sql, read_columns);
    if (!cases) return cases;
    for (Case& c : *cases) {
        if (Result<void> read = read_flags(db, c); !read) return read.error();
    }
    return cases;
}

Result<std::optional<Case>> open_case_of(Database& db, const MemberId& member) {
    static const std::string sql = select_cases("WHERE about = ? AND state <> 'closed'");
    Result<std::optional<Case>> found = db.one<Case>(sql, read_columns, member);
    if (!found || !*found) return found;
    if (Result<void> read = read_flags(db, **found); !read) return read.error();
    return found;
}

Result<Case> read_case(Database& db, const CaseId& id) {
    static const std::string sql = select_cases("WHERE id = ?");
    Result<std::optional<Case>> found = db.one<Case>(sql, read_columns, id);
    if (!found) return found.error();
    if (!*found) return Error{Errc::no_such_case, id.value};
    if (Result<void> read = read_flags(db, **found); !read) return read.error();
    return std::move(**found);
}

Result<CaseFile> open_case_file(Database& db, const CaseId& id, const room::AuditRow& row) {
    Result<Case> summary = read_case(db, id);
    if (!summary) return summary.error();
    CaseFile file;
    for (const Flag& flag : summary->flags) {
        Result<std::optional<FlaggedMessage>> flagged = in_context(db, flag.message);
        if (!flagged) return flagged.error();
        if (*flagged) file.messages.push_back(std::move(**flagged));
    }
    file.summary = std::move(*summary);
    if (Result<Nothing> noted = append_audit(db, row); !noted) return noted.error();
    return file;
}

Result<Case> change_case(
    Database& db, const CaseId& id, const Store::CaseChange& change, const room::AuditRow& row
) {
    const Result<Case> before = read_case(db, id);
    if (!before) return before;
    Result<Case> changed = change(*before);
    if (!changed) return changed;
    if (Result<void> kept = update_case(db, *changed, before->version); !kept) return kept.error();
    if (Result<Nothing> noted = append_audit(db, row); !noted) return noted.error();
    return changed;
}

Result<room::Appended> change_cases(Database& db, const room::Outcome& outcome) {
    room::Appended appended;
    for (const room::RaisedFlag& raised : outcome.flags) {
        Result<Case> flagged = raise_flag(db, raised);
        if (!flagged) return flagged.error();
        keep_latest(appended, std::move(*flagged));
    }
    for (const room::Engagement& engagement : outcome.engagements) {
        Result<Case> engaged = engage(db, engagement);
        if (!engaged) return engaged.error();
        keep_latest(appended, std::move(*engaged));
    }
    return appended;
}

}  // namespace holdfast::store::sqlite
