// holdfastctl: what an operator does at the machine itself. Works on the store's file, also while
// the server runs. Exit status: 0 done, 1 refused, 2 wrong usage or config.

#include "common/clock.hpp"
#include "common/config.hpp"
#include "common/enum_name.hpp"
#include "common/ids.hpp"
#include "common/permissions.hpp"
#include "server/app/identity.hpp"
#include "server/store/sqlite_store.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <chrono>
#include <cstdlib>
#include <future>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace holdfast;

constexpr int exit_refused = 1;
constexpr int exit_config = 2;
// How long a one-time sign-in code can be used.
constexpr auto code_life = std::chrono::hours{24};
// Who acts, in the audit chain, when it is the operator at the machine.
const MemberId console{"console"};

int refuse(const Error& error, int status = exit_refused) {
    const std::string why = error.detail.empty() ? std::string(name_of(error.code)) : error.detail;
    std::cerr << "holdfastctl: " << why << "\n";
    return status;
}

// Waits for one call of the store.
template <class T, class Start>
Result<T> wait_for(Start start) {
    std::promise<Result<T>> promise;
    start([&](Result<T> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

int print_roles() {
    std::cout << std::left << std::setw(16) << "role";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([](auto p) {
        std::cout << std::setw(14) << p.name;
    });
    std::cout << "\n";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([](auto role) {
        std::cout << std::setw(16) << name_of(role.value);
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([&](auto p) {
            std::cout << std::setw(14) << (allows(role.value, p.value) ? "yes" : "-");
        });
        std::cout << "\n";
    });
    return 0;
}

class Staff {
public:
    explicit Staff(store::Store& store) : store_(store) {}

    int add(const std::string& name, const std::string& role_name) {
        const std::optional<Role> role = from_name<Role>(role_name);
        if (!role || !is_staff(*role)) {
            const std::string detail = "--role: expected a staff role of " + names_of<Role>();
            return refuse({Errc::bad_field, detail}, exit_config);
        }
        const auto existing = find(name);
        if (!existing) return refuse(existing.error());
        if (*existing) return refuse({Errc::conflict, name + " exists; see 'staff code'"});
        store::Account account;
        account.person.id.value = ids_.next();
        account.person.name = name;
        account.person.role = *role;
        account.created_at = clock_.now();
        const auto added = wait_for<store::Nothing>([&](auto done) {
            store_.add_account(account, std::nullopt, std::move(done));
        });
        if (!added) return refuse(added.error());
        return print_code(account, "staff.added");
    }

    int code(const std::string& name) {
        const auto account = find(name);
        if (!account) return refuse(account.error());
        if (!*account) return refuse({Errc::bad_field, "no staff account named " + name});
        return print_code(**account, "staff.code_given");
    }

    int list() {
        const auto all = wait_for<std::vector<store::Account>>([&](auto done) {
            store_.staff(std::move(done));
        });
        if (!all) return refuse(all.error());
        for (const store::Account& account : *all) {
            std::cout << std::left << std::setw(24) << account.person.name
                      << name_of(account.person.role) << "\n";
        }
        return 0;
    }

private:
    Result<std::optional<store::Account>> find(const std::string& name) {
        return wait_for<std::optional<store::Account>>([&](auto done) {
            store_.staff_named(name, std::move(done));
        });
    }

    int print_code(const store::Account& account, const std::string& act) {
        const app::Secret secret = app::make_sign_in_code();
        const Timestamp now = clock_.now();
        const MemberId& id = account.person.id;
        const room::AuditRow row{
            now, console, act, id.value, std::string(name_of(account.person.role))
        };
        const store::SignInCode code{secret.digest, id, now + code_life};
        const auto added = wait_for<store::Nothing>([&](auto done) {
            store_.add_sign_in_code(code, row, std::move(done));
        });
        if (!added) return refuse(added.error());
        std::cout << secret.text << "\n";
        return 0;
    }

    store::Store& store_;
    SystemClock clock_;
    RandomIds ids_;
};

}  // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Looks after a Holdfast server's store"};
    cli.require_subcommand(1);
    cli.set_version_flag("--version", "holdfastctl " HOLDFAST_VERSION);
    std::string config_file;
    std::string store_file;
    cli.add_option("--config", config_file, "the server's TOML file");
    cli.add_option("--store", store_file, "the store's file, instead of the one in the config");

    CLI::App& roles = *cli.add_subcommand("roles", "print the permission table");
    CLI::App& staff = *cli.add_subcommand("staff", "accounts of moderators and other staff");
    staff.require_subcommand(1);
    std::string name;
    std::string role;
    CLI::App& add = *staff.add_subcommand("add", "add an account; prints a one-time sign-in code");
    add.add_option("name", name, "shown to members and staff")->required();
    add.add_option("--role", role, "moderator, senior, ...; see 'roles'")->required();
    CLI::App& code = *staff.add_subcommand("code", "print a new one-time sign-in code");
    code.add_option("name", name)->required();
    CLI::App& list = *staff.add_subcommand("list", "print names and roles");
    CLI::App& defaults = *cli.add_subcommand("config", "print every setting with its default");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : exit_config;
    }

    if (roles) return print_roles();
    if (defaults) {
        std::cout << config::to_toml(config::Config{});
        return 0;
    }
    std::optional<std::filesystem::path> path;
    if (!config_file.empty()) path = config_file;
    const auto config = config::load(path, [](const std::string& variable) {
        const char* value = std::getenv(variable.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    });
    if (!config) return refuse(config.error(), exit_config);
    RandomIds ids;
    auto opened =
        store::open_sqlite_store(store_file.empty() ? config->store.file : store_file, ids);
    if (!opened) return refuse(opened.error(), exit_config);
    Staff accounts(**opened);
    if (add) return accounts.add(name, role);
    if (code) return accounts.code(name);
    if (list) return accounts.list();
    return exit_config;
}
