// Prints server/web/src/protocol.ts: what the browser knows of the protocol. Everything comes from
// the descriptions of the C++ types, so the two cannot drift apart.

#include "common/json.hpp"
#include "common/protocol/close_code.hpp"
#include "common/protocol/commands.hpp"
#include "common/protocol/events.hpp"

#include <boost/core/type_name.hpp>
#include <boost/mp11/algorithm.hpp>

#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace holdfast::protocol {

namespace {

constexpr std::size_t line_width = 100;
constexpr const char* indent = "    ";

// "Person" for holdfast::protocol::Person.
template <class T>
std::string name_of_type() {
    const std::string whole = boost::core::type_name<T>();
    return whole.substr(whole.find_last_of(':') + 1);
}

std::string quoted(std::string_view name) {
    return '"' + std::string(name) + '"';
}

// A union on one line, or with a line for each alternative where that is too long.
std::string union_type(const std::string& name, const std::vector<std::string>& alternatives) {
    const std::string head = "export type " + name + " =";
    std::string on_one_line;
    std::string one_a_line;
    for (const std::string& alternative : alternatives) {
        on_one_line += (on_one_line.empty() ? " " : " | ") + alternative;
        one_a_line += std::string("\n") + indent + "| " + alternative;
    }
    const bool fits = head.size() + on_one_line.size() + 1 <= line_width;
    return head + (fits ? on_one_line : one_a_line) + ";\n\n";
}

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;

// Which fields stand before a message's own. A reply's ref is one of its own.
enum class Lead { type, type_and_ref };

// The module as it grows: a type is declared when it is first met, after those it is made of.
class Module {
public:
    // A union on `type`, under `name`.
    template <class Variant>
    void declare_messages(const std::string& name, Lead lead) {
        std::vector<std::string> names;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>>(
            [&](auto identity) {
                using T = typename decltype(identity)::type;
                std::string head = std::string(indent) + "type: " + quoted(T::type) + ";\n";
                if (lead == Lead::type_and_ref) head += std::string(indent) + "ref: string;\n";
                declare_interface<T>(head);
                names.push_back(name_of_type<T>());
            }
        );
        interfaces_ += union_type(name, names);
    }

    std::string text() const { return unions_ + interfaces_; }

private:
    // How TypeScript names T; declares what that needs.
    template <class T>
    std::string name() {
        if constexpr (std::is_same_v<T, bool>) {
            return "boolean";
        } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, Timestamp>) {
            return "number";
        } else if constexpr (std::is_same_v<T, std::string>) {
            return "string";
        } else if constexpr (json::StrongId<T>) {
            return name<decltype(T::value)>();
        } else if constexpr (is_vector<T>) {
            return name<typename T::value_type>() + "[]";
        } else if constexpr (is_map<T>) {
            return "Record<string, " + name<typename T::mapped_type>() + ">";
        } else if constexpr (DescribedEnum<T>) {
            declare_enum<T>();
            return name_of_type<T>();
        } else {
            static_assert(json::DescribedStruct<T>, "a type that the codec does not know");
            declare_interface<T>("");
            return name_of_type<T>();
        }
    }

    template <class T>
    void declare_enum() {
        if (!declared_.insert(name_of_type<T>()).second) return;
        std::vector<std::string> names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
            names.push_back(quoted(without_underscore(enumerator.name)));
        });
        unions_ += union_type(name_of_type<T>(), names);
    }

    template <class T>
    void declare_interface(const std::string& head) {
        if (!declared_.insert(name_of_type<T>()).second) return;
        std::string fields = head;
        boost::mp11::mp_for_each<json::MembersOf<T>>([&](auto member) {
            using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
            fields += indent + std::string(member.name);
            // The codec leaves an absent field out; it never writes null.
            if constexpr (json::is_optional<Field>) {
                fields += "?: " + name<typename Field::value_type>() + ";\n";
            } else {
                fields += ": " + name<Field>() + ";\n";
            }
        });
        interfaces_ += "export interface " + name_of_type<T>() + " {\n" + fields + "}\n\n";
    }

    std::set<std::string> declared_;
    std::string unions_;
    std::string interfaces_;
};

std::string constant(std::string_view name, const std::string& value) {
    return "export const " + std::string(name) + " = " + value + ";\n";
}

std::string constants() {
    return constant("subprotocol", quoted(subprotocol)) +
           constant("max_frame_bytes", std::to_string(max_frame_bytes)) +
           constant("max_text_code_points", std::to_string(max_text_code_points)) +
           constant("max_id_bytes", std::to_string(max_id_bytes)) +
           constant("max_page", std::to_string(max_page)) + "\n";
}

std::string close_codes() {
    std::string codes = "// 4000-4499: reconnect and resume. 4500-4999: do not.\n";
    codes += "export const close_codes = {\n";
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<CloseCode>>([&](auto code) {
        const auto number = static_cast<unsigned>(code.value);
        codes += indent + std::string(code.name) + ": " + std::to_string(number) + ",\n";
    });
    return codes + "} as const;\n";
}

std::string module_text() {
    Module module;
    module.declare_messages<Command>("Command", Lead::type_and_ref);
    module.declare_messages<Reply>("Reply", Lead::type);
    module.declare_messages<Event>("Event", Lead::type);
    return "// Generated from common/protocol by holdfast-typescript. Do not edit.\n\n" +
           constants() + module.text() + close_codes();
}

}  // namespace

}  // namespace holdfast::protocol

int main() {
    std::cout << holdfast::protocol::module_text() << std::flush;
    return std::cout ? 0 : 1;
}
