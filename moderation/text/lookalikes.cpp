#include "moderation/text/lookalikes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::moderation {

namespace {

struct Lookalikes {
    char32_t plain;
    std::u32string_view drawn_like_it;
};

// Cyrillic, Greek, Armenian, IPA and small capitals, by the letter that a reader takes them for.
constexpr std::array table{
    Lookalikes{U'a', U"аαɑᴀ"},
    Lookalikes{U'b', U"вьβʙ"},
    Lookalikes{U'c', U"сϲᴄ"},
    Lookalikes{U'd', U"ԁɗđᴅ"},
    Lookalikes{U'e', U"еєεҽɛᴇ"},
    Lookalikes{U'f', U"ƒꜰ"},
    Lookalikes{U'g', U"ɡցɢ"},
    Lookalikes{U'h', U"һհнʜ"},
    Lookalikes{U'i', U"іιıɩɪӏ"},
    Lookalikes{U'j', U"јϳᴊ"},
    Lookalikes{U'k', U"кκᴋ"},
    Lookalikes{U'l', U"ⅼłʟ"},
    Lookalikes{U'm', U"мᴍ"},
    Lookalikes{U'n', U"пηոɴ"},
    Lookalikes{U'o', U"оοօøσᴏ"},
    Lookalikes{U'p', U"рρᴘ"},
    Lookalikes{U'q', U"ԛզ"},
    Lookalikes{U'r', U"гʀ"},
    Lookalikes{U's', U"ѕꜱ"},
    Lookalikes{U't', U"тτᴛ"},
    Lookalikes{U'u', U"υսʋᴜ"},
    Lookalikes{U'v', U"νѵᴠ"},
    Lookalikes{U'w', U"ԝωᴡ"},
    Lookalikes{U'x', U"хχ"},
    Lookalikes{U'y', U"уγʏ"},
    Lookalikes{U'z', U"ᴢ"},
    Lookalikes{U'\'', U"\u2018\u2019\u201A\u201B\u2032\u00B4\u02B9\u02BB\u02BC\u055A\uFF07"},
    Lookalikes{U'"', U"\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB"},
    Lookalikes{U'-', U"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFF0D"},
    Lookalikes{U'.', U"\u00B7\u2022\u2219\u22C5\u30FB"},
};

std::vector<std::pair<char32_t, char32_t>> by_code_point() {
    std::vector<std::pair<char32_t, char32_t>> sorted;
    for (const Lookalikes& row : table) {
        for (const char32_t c : row.drawn_like_it)
            sorted.emplace_back(c, row.plain);
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

// Alphabets drawn inside a shape that compatibility decomposition leaves alone.
constexpr std::array<char32_t, 3> shaped_alphabets{
    U'\U0001F150',  // negative circled
    U'\U0001F170',  // negative squared
    U'\U0001F1E6',  // regional indicators
};

}  // namespace

char32_t plain_lookalike(char32_t c) {
    if (c < 0x80) return c;
    for (const char32_t first : shaped_alphabets) {
        if (c >= first && c < first + 26) return U'a' + (c - first);
    }
    static const std::vector<std::pair<char32_t, char32_t>> sorted = by_code_point();
    const auto found = std::lower_bound(sorted.begin(), sorted.end(), std::pair{c, U'\0'});
    return found != sorted.end() && found->first == c ? found->second : c;
}

}  // namespace holdfast::moderation
