#pragma once

// A small content folder for tests to break.

#include "server/app/content.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace holdfast::app {

namespace fs = std::filesystem;

// The least that loads: two languages, one room, one of each kind.
inline const std::map<std::string, std::string> least{
    {"rooms.toml", R"([[families]]
id = "welcome"
[[rooms]]
id = "arrivals"
family = "welcome"
open = true
order = 1
)"},
    {"help_lines.toml", R"([[regions]]
id = "uk"
name = { en = "United Kingdom", es = "Reino Unido" }
emergency = "999"
[[regions.lines]]
name = "Samaritans"
call = "116 123"
verified = false
)"},
    {"en/language.toml", R"(name = "English"
direction = "ltr"
automatic = "automatic"
banned = ["violation", "committed suicide"]
)"},
    {"en/rooms.toml", R"([families.welcome]
title = "Start"
about = "To arrive."
[rooms.arrivals]
title = "Arrivals"
invitation = "Come in."
about = "The first room."
scope = "Peer support. Not treatment."
for_whom = "Anyone."
moderators_see = "All of it."
in_a_crisis = "You get a card."
reviewed = 2026-01-31
)"},
    {"en/agreements.toml", R"(version = 3
reviewed = 2026-01-31
[[items]]
id = "peers"
title = "We are peers"
text = "It is support."
)"},
    {"en/cards.toml", R"([low]
title = "Heavy"
body_on_shift = "Thank you. One is on shift. An automatic message."
body_off_shift = "Thank you. An automatic message."
actions = ["help", "steady"]
reviewed = 2026-01-31
)"},
    {"en/notes.toml", R"([heavy]
label = "This is heavy."
reviewed = 2026-01-31
)"},
    {"en/learn.toml", R"([[cards]]
id = "first_step"
title = "A first step"
body = ["It can be small."]
rooms = ["arrivals"]
reviewed = 2026-01-31
)"},
    {"en/names.toml", R"(adjectives = ["Quiet", "Calm"]
beings = ["Otter", "Fern", "Wren"]
)"},
    {"en/staff.toml", R"(reviewed = 2026-01-31
[levels]
none = { label = "None", meaning = "Talk." }
low = { label = "Low", meaning = "Worn out." }
concern = { label = "Concern", meaning = "A wish." }
high = { label = "High", meaning = "Thoughts." }
imminent = { label = "Imminent", meaning = "A plan." }
[categories]
suicide = "Suicide"
self_harm = "Self-harm"
harm_to_others = "Harm to others"
abuse = "Abuse"
child_at_risk = "Child at risk"
eating_disorder = "Eating"
psychosis = "Voices"
grooming = "Grooming"
medical_emergency = "Emergency"
method_detail = "Method"
personal_data = "Personal data"
harassment = "Harassment"
sexual_solicitation = "Sexual approach"
medical_advice = "Medical advice"
spam = "Spam"
distress = "Distress"
report = "Report"
care_request = "Asked to talk"
worried_about_someone = "Worried"
[decisions]
release = { label = "Release", meaning = "Shown." }
release_with_note = { label = "Note", meaning = "Folded." }
mask = { label = "Hide", meaning = "Less a part." }
return = { label = "Give back", meaning = "To change." }
withhold = { label = "Keep", meaning = "Not shown." }
[[openers]]
id = "here"
label = "I am here"
text = "I am here with you."
)"},
    {"en/copy.toml", R"([copy]
"room.send" = "Send"
room.joined = "{name} is here"
)"},
    {"es/language.toml", R"(name = "Español"
direction = "ltr"
automatic = "automático"
banned = ["infracción"]
)"},
    {"es/rooms.toml", R"([families.welcome]
title = "Empieza"
about = "Para llegar."
[rooms.arrivals]
title = "Llegadas"
invitation = "Entra."
about = "La primera sala."
scope = "Apoyo. No es tratamiento."
for_whom = "Para todos."
moderators_see = "Todo."
in_a_crisis = "Recibes una tarjeta."
reviewed = 2026-01-31
)"},
    {"es/agreements.toml", R"(version = 3
reviewed = 2026-01-31
[[items]]
id = "peers"
title = "Entre iguales"
text = "Es apoyo."
)"},
    {"es/cards.toml", R"([low]
title = "Pesa"
body_on_shift = "Gracias. Hay alguien de turno. Mensaje automático."
body_off_shift = "Gracias. Mensaje automático."
actions = ["help"]
reviewed = 2026-01-31
)"},
    {"es/notes.toml", R"([heavy]
label = "Esto pesa."
reviewed = 2026-01-31
)"},
    {"es/learn.toml", R"([[cards]]
id = "first_step"
title = "Un primer paso"
body = ["Puede ser pequeño."]
rooms = ["arrivals"]
reviewed = 2026-01-31
)"},
    {"es/copy.toml", R"([copy]
room.joined = "{name} está aquí"
)"},
};

// A content folder on disk for the length of a test.
class ContentFolder {
public:
    ContentFolder()
        : root_(fs::temp_directory_path() / ("holdfast-content-" + std::to_string(getpid()))) {
        fs::remove_all(root_);
        for (const auto& [name, text] : least)
            write(name, text);
    }
    ~ContentFolder() { fs::remove_all(root_); }
    ContentFolder(const ContentFolder&) = delete;
    ContentFolder& operator=(const ContentFolder&) = delete;

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name, std::ios::binary) << text;
    }

    void replace(const std::string& name, const std::string& from, const std::string& to) const {
        std::string text = least.at(name);
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << name << " has no " << from;
        write(name, text.replace(at, from.size(), to));
    }

    void remove(const std::string& name) const { fs::remove(root_ / name); }

    Result<Content> load() const { return Content::load(root_); }

    // The error's lines, each relative to the folder.
    std::vector<std::string> problems() const {
        const Result<Content> content = load();
        if (content) return {};
        EXPECT_EQ(content.error().code, Errc::bad_config);
        std::vector<std::string> lines;
        std::istringstream stream(content.error().detail);
        const std::string prefix = (root_ / "").string();
        for (std::string line; std::getline(stream, line);) {
            EXPECT_TRUE(line.starts_with(prefix)) << line;
            lines.push_back(line.substr(std::min(prefix.size(), line.size())));
        }
        return lines;
    }

private:
    fs::path root_;
};

using Lines = std::vector<std::string>;

}  // namespace holdfast::app
