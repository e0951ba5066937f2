#include "common/protocol/codec.hpp"

#include "common/json.hpp"
#include "common/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace holdfast::protocol {

namespace {

namespace bj = boost::json;

// Nesting no frame of ours needs; stops a parser bomb early.
constexpr std::size_t max_depth = 8;

bj::value parse(std::string_view frame, boost::system::error_code& error) {
    bj::parse_options options;
    options.max_depth = max_depth;
    return bj::parse(bj::string_view(frame.data(), frame.size()), error, {}, options);
}

template <class T>
std::string encode_one(const T& value) {
    bj::object object;
    object.emplace("type", bj::string_view(T::type.data(), T::type.size()));
    bj::value fields = json::write(value);
    for (auto& field : fields.get_object())
        object.emplace(field.key(), std::move(field.value()));
    return bj::serialize(object);
}

// Reads `from` as whichever alternative of Variant has this `type`; false where none has.
template <class Variant>
bool read_by_type(
    const bj::value& from, std::string_view type, Variant& into, json::MaybeProblem& problem
) {
    bool known = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>>(
        [&](auto identity) {
            using T = typename decltype(identity)::type;
            if (known || T::type != type) return;
            known = true;
            problem = json::read(from, into.template emplace<T>(), json::UnknownFields::skip);
        }
    );
    return known;
}

Refused refused(Ref ref, Errc code, const json::Problem& problem) {
    Refused refusal;
    refusal.ref = std::move(ref);
    refusal.code = code;
    if (!problem.path.empty()) refusal.field = problem.path;
    refusal.detail = problem.why;
    return refusal;
}

json::MaybeProblem check_id(const char* field, const std::string& id) {
    if (id.empty()) return json::Problem{field, "must not be empty"};
    if (id.size() > max_id_bytes) {
        return json::Problem{field, "longer than " + std::to_string(max_id_bytes) + " bytes"};
    }
    return {};
}

template <class T>
json::MaybeProblem check_ids(const T& described);

template <class Field>
json::MaybeProblem check_ids_of_field(const char* name, const Field& field) {
    if constexpr (json::is_optional<Field>) {
        return field ? check_ids_of_field(name, *field) : json::MaybeProblem{};
    } else if constexpr (json::StrongId<Field>) {
        if constexpr (std::is_same_v<decltype(field.value), std::string>) {
            return check_id(name, field.value);
        }
    } else if constexpr (json::DescribedStruct<Field>) {
        return json::inside(name, check_ids(field));
    }
    return {};
}

// The limits on every id of a command, whatever the command is.
template <class T>
json::MaybeProblem check_ids(const T& described) {
    json::MaybeProblem problem;
    boost::mp11::mp_for_each<json::MembersOf<T>>([&](auto member) {
        if (!problem) problem = check_ids_of_field(member.name, described.*member.pointer);
    });
    return problem;
}

}  // namespace

std::variant<Request, Refused> decode(std::string_view frame) {
    boost::system::error_code error;
    const bj::value parsed = parse(frame, error);
    if (error) return refused({}, Errc::bad_json, {"", error.message()});
    const bj::object* object = parsed.if_object();
    if (!object) return refused({}, Errc::bad_json, {"", "expected an object"});

    Request request;
    const bj::value* ref = object->if_contains("ref");
    if (!ref) return refused({}, Errc::bad_field, {"ref", "missing"});
    auto problem = json::inside("ref", json::read(*ref, request.ref, json::UnknownFields::skip));
    if (!problem) problem = check_id("ref", request.ref.value);
    if (problem) return refused({}, Errc::bad_field, *problem);

    std::string type;
    const bj::value* named = object->if_contains("type");
    if (!named) return refused(request.ref, Errc::bad_field, {"type", "missing"});
    problem = json::inside("type", json::read(*named, type, json::UnknownFields::skip));
    if (problem) return refused(request.ref, Errc::bad_field, *problem);
    if (!read_by_type(parsed, type, request.command, problem)) {
        return refused(request.ref, Errc::unknown_command, {"type", "no such command"});
    }
    if (!problem) {
        problem = std::visit([](const auto& c) { return check_ids(c); }, request.command);
    }
    if (problem) return refused(request.ref, Errc::bad_field, *problem);

    if (const Say* say = std::get_if<Say>(&request.command)) {
        if (text::is_blank(say->text)) {
            return refused(request.ref, Errc::bad_field, {"text", "must not be empty"});
        }
        if (text::length(say->text) > max_text_code_points) {
            const std::string limit = std::to_string(max_text_code_points);
            return refused(request.ref, Errc::too_long, {"text", "over " + limit + " characters"});
        }
    }
    return request;
}

std::string encode(const Reply& reply) {
    return std::visit([](const auto& r) { return encode_one(r); }, reply);
}

std::string encode(const Event& event) {
    return std::visit([](const auto& e) { return encode_one(e); }, event);
}

std::string encode(const Request& request) {
    return std::visit(
        [&](const auto& command) {
            bj::object object;
            object.emplace("type", bj::string_view(command.type.data(), command.type.size()));
            object.emplace("ref", request.ref.value);
            bj::value fields = json::write(command);
            for (auto& field : fields.get_object()) {
                object.emplace(field.key(), std::move(field.value()));
            }
            return bj::serialize(object);
        },
        request.command
    );
}

Result<std::variant<Reply, Event>> decode_from_server(std::string_view frame) {
    boost::system::error_code error;
    const bj::value parsed = parse(frame, error);
    if (error) return Error{Errc::bad_json, error.message()};
    std::string type;
    if (const bj::object* object = parsed.if_object()) {
        if (const bj::value* named = object->if_contains("type"); named && named->is_string()) {
            type = named->get_string();
        }
    }
    json::MaybeProblem problem;
    Reply reply;
    if (read_by_type(parsed, type, reply, problem)) {
        if (problem) return Error{Errc::bad_field, json::to_string(*problem)};
        return std::variant<Reply, Event>{std::move(reply)};
    }
    Event event;
    if (read_by_type(parsed, type, event, problem)) {
        if (problem) return Error{Errc::bad_field, json::to_string(*problem)};
        return std::variant<Reply, Event>{std::move(event)};
    }
    return Error{Errc::bad_field, "type: no such reply or event"};
}

}  // namespace holdfast::protocol
