#pragma once

// Words that the wire, the pipeline and the store share.

#include <boost/describe/enum.hpp>

#include <cstdint>

namespace holdfast {

// How urgent a message is. The rungs follow the order of the Columbia scale (wish, thoughts,
// method, intent, plan, behaviour) and the ladder of text lines (thoughts, plan, means, time).
enum class Level : std::uint8_t {
    none,     // S0 ordinary talk, idiom, clear negation
    low,      // S1 hopeless, exhausted, alone; no risk words
    concern,  // S2 passive wish not to be here; past self-harm or abuse told
    high,     // S3 active thoughts, urges now, hints of plan or means; current abuse; method detail
    imminent,  // S4 plan with means, a time, an attempt under way, goodbye; a child in danger now
};
BOOST_DESCRIBE_ENUM(Level, none, low, concern, high, imminent)

// What a finding is about. Each has a row in the policy (checked at start).
enum class Category : std::uint8_t {
    suicide,
    self_harm,
    harm_to_others,
    abuse,
    child_at_risk,
    eating_disorder,
    psychosis,  // command voices
    grooming,
    medical_emergency,
    method_detail,
    personal_data,
    harassment,
    sexual_solicitation,
    medical_advice,
    spam,
    distress,  // S1: heavy, but nothing above
    // From people, not from a detector:
    report,
    care_request,
    worried_about_someone,
};
BOOST_DESCRIBE_ENUM(
    Category,
    suicide,
    self_harm,
    harm_to_others,
    abuse,
    child_at_risk,
    eating_disorder,
    psychosis,
    grooming,
    medical_emergency,
    method_detail,
    personal_data,
    harassment,
    sexual_solicitation,
    medical_advice,
    spam,
    distress,
    report,
    care_request,
    worried_about_someone
)

// How a room is covered by moderators; the column of the policy. `care` is a care thread, whose
// reader is a moderator already.
enum class Coverage : std::uint8_t { live, careful, held, listening, closed, care };
BOOST_DESCRIBE_ENUM(Coverage, live, careful, held, listening, closed, care)

enum class CaseState : std::uint8_t {
    offered,  // waits for a person
    claimed,  // one person holds it
    engaged,  // that person wrote to the author, or decided the message
    closed,
};
BOOST_DESCRIBE_ENUM(CaseState, offered, claimed, engaged, closed)

}  // namespace holdfast
