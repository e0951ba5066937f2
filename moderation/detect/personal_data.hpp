#pragma once

#include "moderation/detect/detector.hpp"
#include "moderation/detect/phrase_set.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace holdfast::moderation {

// Finds what would let a stranger reach or recognise the member: telephone numbers, e-mail
// addresses, handles, links, postal addresses. Spans are exact, because they are masked. Numbers
// and sites of help lines are left alone (data: personal_data.toml).
class PersonalData : public Detector {
public:
    static Result<PersonalData> load(const std::filesystem::path& file);

    Result<std::vector<Finding>> detect(const NormalizedText&, const Context&) const override;

private:
    struct Rule {
        std::string id;
        std::unique_ptr<const RE2> regex;  // group 1, where there is one, is what is masked
    };

    PersonalData() = default;

    bool is_public(std::string_view text) const;
    void find_phones(std::string_view plain, std::vector<std::pair<std::string, Range>>& into)
        const;

    std::vector<std::string> help_numbers_;
    std::vector<std::string> public_sites_;
    std::unique_ptr<const RE2> contact_words_;
    std::vector<Rule> rules_;
};

}  // namespace holdfast::moderation
