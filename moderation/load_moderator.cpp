#include "moderation/detect/patterns.hpp"
#include "moderation/detect/personal_data.hpp"
#include "moderation/fingerprint.hpp"
#include "moderation/moderator.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace holdfast::moderation {

namespace {

namespace fs = std::filesystem;

// Languages for which `folder` has "patterns.<language>.toml".
std::set<std::string> languages(const fs::path& folder) {
    static const std::string prefix = "patterns.";
    std::set<std::string> found;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".toml" && name.starts_with(prefix)) {
            found.insert(name.substr(prefix.size()));
        }
    }
    return found;
}

template <class T>
std::unique_ptr<const Detector> owned(T detector) {
    return std::make_unique<const T>(std::move(detector));
}

}  // namespace

Result<Moderator> load_moderator(const fs::path& folder) {
    std::vector<std::unique_ptr<const Detector>> detectors;
    std::vector<fs::path> files;
    const std::set<std::string> found = languages(folder);
    // A moderator without patterns would find every message harmless.
    if (found.empty()) {
        return Error{Errc::bad_config, folder.string() + ": no patterns.<language>.toml"};
    }
    for (const std::string& language : found) {
        const std::vector<fs::path> phrases{
            folder / ("patterns." + language + ".toml"), folder / ("conduct." + language + ".toml")
        };
        const fs::path cues = folder / ("cues." + language + ".toml");
        Result<Patterns> patterns = Patterns::load(phrases, cues);
        if (!patterns) return patterns.error();
        detectors.push_back(owned(std::move(*patterns)));
        files.insert(files.end(), phrases.begin(), phrases.end());
        files.push_back(cues);
    }
    const fs::path personal = folder / "personal_data.toml";
    Result<PersonalData> personal_data = PersonalData::load(personal);
    if (!personal_data) return personal_data.error();
    detectors.push_back(owned(std::move(*personal_data)));
    files.push_back(personal);

    Result<std::string> ruleset = fingerprint(files);
    if (!ruleset) return ruleset.error();
    return Moderator(std::move(detectors), std::move(*ruleset));
}

}  // namespace holdfast::moderation
