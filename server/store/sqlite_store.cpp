#include "server/store/sqlite_store.hpp"

#include "server/store/sqlite/account_rows.hpp"
#include "server/store/sqlite/audit_rows.hpp"
#include "server/store/sqlite/case_rows.hpp"
#include "server/store/sqlite/room_rows.hpp"
#include "server/store/sqlite/store.hpp"
#include "server/store/sqlite/writer.hpp"

#include <utility>

namespace holdfast::store {

namespace {

using sqlite::Database;
using sqlite::Work;

// Says of each call whether it writes or reads; what it does stands in sqlite/*_rows.
class SqliteStore final : public Store {
public:
    SqliteStore(Database writes, Database reads, IdSource& ids)
        : ids_(ids), reader_(std::move(reads)), writer_(std::move(writes), reader_) {}

    ~SqliteStore() override {
        writer_.stop();
        reader_.stop();
    }

    void append(room::Outcome outcome, Done<room::Appended> done) override {
        write<room::Appended>(
            [outcome = std::move(outcome)](Database& db) { return sqlite::append(db, outcome); },
            std::move(done)
        );
    }

    // A read, but for the first time a room is loaded: then its epoch is written.
    void load_room(RoomId room, std::vector<SentKey> keys, Done<RoomLog> done) override {
        const auto find = [room, keys](Database& db) { return sqlite::load_room(db, room, keys); };
        read<std::optional<RoomLog>>(
            find,
            [this, room, keys, done = std::move(done)](Result<std::optional<RoomLog>> found) {
                if (!found) return done(found.error());
                if (*found) return done(std::move(**found));
                const auto start = [room, keys, epoch = Epoch{ids_.next()}](Database& db) {
                    return sqlite::start_room(db, room, epoch, keys);
                };
                write<RoomLog>(start, done);
            }
        );
    }

    void log_since(
        RoomId room, Seq since, std::size_t limit, Done<std::vector<room::LogEntry>> done
    ) override {
        read<std::vector<room::LogEntry>>(
            [=](Database& db) { return sqlite::log_since(db, room, since, limit); }, std::move(done)
        );
    }

    void log_before(
        RoomId room, Seq before, std::size_t limit, Done<std::vector<room::LogEntry>> done
    ) override {
        read<std::vector<room::LogEntry>>(
            [=](Database& db) { return sqlite::log_before(db, room, before, limit); },
            std::move(done)
        );
    }

    void open_cases(Done<std::vector<moderation::Case>> done) override {
        read<std::vector<moderation::Case>>(sqlite::open_cases, std::move(done));
    }

    void open_case_of(MemberId member, Done<std::optional<moderation::Case>> done) override {
        read<std::optional<moderation::Case>>(
            [=](Database& db) { return sqlite::open_case_of(db, member); }, std::move(done)
        );
    }

    void read_case(CaseId id, Done<moderation::Case> done) override {
        read<moderation::Case>(
            [=](Database& db) { return sqlite::read_case(db, id); }, std::move(done)
        );
    }

    void open_case_file(CaseId id, room::AuditRow row, Done<CaseFile> done) override {
        write<CaseFile>(
            [=](Database& db) { return sqlite::open_case_file(db, id, row); }, std::move(done)
        );
    }

    void change_case(CaseId id, CaseChange change, room::AuditRow row, Done<moderation::Case> done)
        override {
        write<moderation::Case>(
            [=](Database& db) { return sqlite::change_case(db, id, change, row); }, std::move(done)
        );
    }

    void add_account(Account account, std::optional<SessionRow> session, Done<Nothing> done)
        override {
        write<Nothing>(
            [=](Database& db) { return sqlite::add_account(db, account, session); }, std::move(done)
        );
    }

    void accounts(std::vector<MemberId> members, Done<std::vector<Account>> done) override {
        read<std::vector<Account>>(
            [=](Database& db) { return sqlite::accounts(db, members); }, std::move(done)
        );
    }

    void staff_named(std::string name, Done<std::optional<Account>> done) override {
        read<std::optional<Account>>(
            [=](Database& db) { return sqlite::staff_named(db, name); }, std::move(done)
        );
    }

    void staff(Done<std::vector<Account>> done) override {
        read<std::vector<Account>>(sqlite::staff, std::move(done));
    }

    void session(Digest token, Timestamp now, Done<Account> done) override {
        read<Account>(
            [=](Database& db) { return sqlite::session(db, token, now); }, std::move(done)
        );
    }

    void end_session(Digest token, Done<Nothing> done) override {
        write<Nothing>(
            [=](Database& db) { return sqlite::end_session(db, token); }, std::move(done)
        );
    }

    void add_sign_in_code(SignInCode code, room::AuditRow row, Done<Nothing> done) override {
        write<Nothing>(
            [=](Database& db) { return sqlite::add_sign_in_code(db, code, row); }, std::move(done)
        );
    }

    void redeem_sign_in_code(Digest code, SessionRow opened, Timestamp now, Done<Account> done)
        override {
        write<Account>(
            [=](Database& db) { return sqlite::redeem_sign_in_code(db, code, opened, now); },
            std::move(done)
        );
    }

    void audit(room::AuditRow row, Done<Nothing> done) override {
        write<Nothing>(
            [=](Database& db) { return sqlite::append_audit(db, row); }, std::move(done)
        );
    }

    void audit_since(std::uint64_t number, std::size_t limit, Done<std::vector<AuditEntry>> done)
        override {
        read<std::vector<AuditEntry>>(
            [=](Database& db) { return sqlite::audit_since(db, number, limit); }, std::move(done)
        );
    }

    void probe(Done<Nothing> done) override { write<Nothing>(sqlite::probe, std::move(done)); }

private:
    template <class T>
    void write(Work<T> work, Done<T> done) {
        writer_.ask(std::make_unique<sqlite::Asked<T>>(std::move(work), std::move(done)));
    }

    template <class T>
    void read(Work<T> work, Done<T> done) {
        auto request = std::make_unique<sqlite::Asked<T>>(std::move(work), std::move(done));
        reader_.ask(std::move(request), writer_.asked());
    }

    IdSource& ids_;
    sqlite::Reader reader_;
    sqlite::Writer writer_;
};

}  // namespace

Result<std::unique_ptr<Store>> sqlite::open_store(
    const std::filesystem::path& file, IdSource& ids, Durability durability
) {
    Result<Database> writes = open_writer(file, durability);
    if (!writes) return writes.error();
    Result<Database> reads = open_reader(file);
    if (!reads) return reads.error();
    return std::make_unique<SqliteStore>(std::move(*writes), std::move(*reads), ids);
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file, IdSource& ids) {
    return sqlite::open_store(file, ids, sqlite::Durability::full);
}

}  // namespace holdfast::store
