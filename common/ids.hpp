#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace holdfast {

// A value that cannot be mistaken for another kind of value. Tag is never defined.
template <class Tag, class Rep = std::string>
struct Id {
    using id_tag = Tag;

    Rep value{};

    friend auto operator<=>(const Id&, const Id&) = default;
};

using MemberId = Id<struct MemberTag>;
using RoomId = Id<struct RoomTag>;
using MessageId = Id<struct MessageTag>;
using CaseId = Id<struct CaseTag>;
// A client's own name for one send; unique per member, so that a retry is the same message.
using SendKey = Id<struct SendKeyTag>;
// A client's own name for one command; the reply carries it back.
using Ref = Id<struct RefTag>;
// Names one lineage of a room's log. A client whose epoch differs must take the room afresh.
using Epoch = Id<struct EpochTag>;
// Position of a member-visible event in its room: 1, 2, 3 ... without holes. 0 is "before the
// first".
using Seq = Id<struct SeqTag, std::uint64_t>;

// Where new ids come from. Called on any thread.
class IdSource {
public:
    virtual ~IdSource() = default;

    // 32 lower-case characters that carry 160 bits.
    virtual std::string next() = 0;
};

// Ids nobody can guess, from the kernel's generator.
class RandomIds final : public IdSource {
public:
    std::string next() override;
};

// "id-1", "id-2" ...: for tests, where a failure should read the same twice. One thread.
class CountingIds final : public IdSource {
public:
    std::string next() override { return "id-" + std::to_string(++last_); }

private:
    std::uint64_t last_ = 0;
};

}  // namespace holdfast

template <class Tag, class Rep>
struct std::hash<holdfast::Id<Tag, Rep>> {
    std::size_t operator()(const holdfast::Id<Tag, Rep>& id) const noexcept {
        return std::hash<Rep>{}(id.value);
    }
};
