#pragma once

#include "common/error.hpp"
#include "server/app/content_types.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::app {

// The rooms of a community and every word its members and moderators read, in each language.
// Immutable after load; part of the Ruleset, shared by all shards.
class Content {
public:
    // bad_config: every "file:line:col: path: why", a line each.
    static Result<Content> load(const std::filesystem::path& folder);

    // A short hash of all files: the same content has the same version on every node.
    const std::string& version() const { return version_; }
    // The base language first.
    const std::vector<Language>& languages() const { return languages_; }
    // In the order they are shown.
    const std::vector<RoomListing>& rooms() const { return rooms_; }
    // What a member who joins today agrees to.
    std::uint32_t agreements_version() const { return agreements_version_; }

    // Sorted. At start, every id that the policy names has to be here.
    const std::vector<std::string>& card_ids() const { return card_ids_; }
    const std::vector<std::string>& note_ids() const { return note_ids_; }
    bool has_card(std::string_view id) const;
    bool has_note(std::string_view id) const;

    // "Quiet Otter": the same number is the same name.
    std::string generated_name(std::uint64_t random) const;

    // The body for GET /api/content, a ContentAnswer; a language that is not there gets the base
    // language's.
    std::shared_ptr<const std::string> as_json(std::string_view language) const;

private:
    Content() = default;

    std::string version_;
    std::vector<Language> languages_;
    std::vector<RoomListing> rooms_;
    std::uint32_t agreements_version_ = 0;
    std::vector<std::string> card_ids_;
    std::vector<std::string> note_ids_;
    Names names_;
    std::map<std::string, std::shared_ptr<const std::string>, std::less<>> answers_;
};

}  // namespace holdfast::app
