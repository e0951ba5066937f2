#include "moderation/text/disguise.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace holdfast::moderation {

namespace {

constexpr std::size_t shortest_spaced_word = 3;

bool is_alnum_at(const Glyphs& glyphs, std::size_t i) {
    return i < glyphs.size() && is_ascii_alnum(glyphs[i].point);
}

// One past the run of lone letters that starts at `first`, or `first` when there is none.
std::size_t end_of_spaced_word(const Glyphs& glyphs, std::size_t first) {
    const bool starts_word =
        is_alnum_at(glyphs, first) && !(first > 0 && is_alnum_at(glyphs, first - 1));
    if (!starts_word || is_alnum_at(glyphs, first + 1)) return first;
    bool has_letter = is_ascii_letter(glyphs[first].point);
    std::size_t last = first;
    while (last + 2 < glyphs.size() && glyphs[last + 1].point == glyphs[first + 1].point &&
           is_alnum_at(glyphs, last + 2) && !is_alnum_at(glyphs, last + 3)) {
        last += 2;
        has_letter = has_letter || is_ascii_letter(glyphs[last].point);
    }
    const std::size_t letters = (last - first) / 2 + 1;
    return has_letter && letters >= shortest_spaced_word ? last + 1 : first;
}

bool is_leet_symbol(char32_t c) {
    return c == U'@' || c == U'$' || c == U'!';
}

// What may follow a one-digit number: "3am", "5mg", "2nd".
bool is_unit(const Glyphs& glyphs, std::size_t begin, std::size_t end) {
    static constexpr std::array<std::string_view, 24> units{"am",  "pm", "mg",  "ml", "g",   "kg",
                                                            "h",   "hr", "hrs", "m",  "min", "mins",
                                                            "st",  "nd", "rd",  "th", "yo",  "yr",
                                                            "yrs", "x",  "k",   "lb", "lbs", "cm"};
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
        text += static_cast<char>(glyphs[i].point);
    if (text == "nd") return glyphs[begin - 1].point == U'2';  // "3nd" is "end"
    return std::find(units.begin(), units.end(), text) != units.end();
}

// Whether the token [begin, end) is a number with something written to it rather than a word.
bool is_number(const Glyphs& glyphs, std::size_t begin, std::size_t end) {
    const auto digit = [&](std::size_t i) { return is_ascii_digit(glyphs[i].point); };
    const auto letter = [&](std::size_t i) { return is_ascii_letter(glyphs[i].point); };
    std::size_t head = begin;
    while (head < end && digit(head))
        ++head;
    std::size_t tail = end;
    while (tail > begin && digit(tail - 1))
        --tail;
    const auto letters_only = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (!letter(i)) return false;
        }
        return from < to;
    };
    if (head > begin && letters_only(head, end)) {
        return head - begin >= 2 || is_unit(glyphs, head, end);
    }
    return end - tail >= 2 && letters_only(begin, tail);
}

bool is_leet(const Glyphs& glyphs, std::size_t begin, std::size_t end) {
    bool letter = false;
    bool other = false;
    for (std::size_t i = begin; i < end; ++i) {
        (is_ascii_letter(glyphs[i].point) ? letter : other) = true;
    }
    return letter && other && !is_number(glyphs, begin, end);
}

// A 1 is an i ("k1ll", "1s") but an l after an i ("ki11") and before the vowel of a word ("1ife").
char32_t leet_one(char32_t before, char32_t before_as_written, char32_t after) {
    static constexpr std::u32string_view vowels = U"aeiou";
    if (before == U'i' || (before == U'l' && before_as_written == U'1')) return U'l';
    return before == 0 && vowels.find(after) != vowels.npos ? U'l' : U'i';
}

char32_t leet_letter(char32_t c) {
    switch (c) {
        case U'0':
            return U'o';
        case U'3':
            return U'e';
        case U'4':
            return U'a';
        case U'5':
            return U's';
        case U'7':
            return U't';
        case U'8':
            return U'b';
        case U'9':
            return U'g';
        case U'@':
            return U'a';
        case U'$':
            return U's';
        case U'!':
            return U'i';
        default:
            return c;
    }
}

void read_token(Glyphs& glyphs, std::size_t begin, std::size_t end) {
    char32_t before = 0;  // the letter to the left as it is read, and as it was written
    char32_t before_as_written = 0;
    for (std::size_t i = begin; i < end; ++i) {
        const char32_t written = glyphs[i].point;
        const char32_t after = i + 1 < end ? glyphs[i + 1].point : U'\0';
        glyphs[i].point =
            written == U'1' ? leet_one(before, before_as_written, after) : leet_letter(written);
        before = glyphs[i].point;
        before_as_written = written;
    }
}

}  // namespace

Glyphs join_spaced_letters(const Glyphs& in) {
    Glyphs out;
    out.reserve(in.size());
    for (std::size_t i = 0; i < in.size();) {
        const std::size_t end = end_of_spaced_word(in, i);
        if (end == i) {
            out.push_back(in[i++]);
            continue;
        }
        for (std::size_t letter = i; letter < end; letter += 2)
            out.push_back(in[letter]);
        i = end;
    }
    return out;
}

Glyphs read_leet(Glyphs glyphs) {
    for (std::size_t i = 0; i < glyphs.size();) {
        if (!is_ascii_alnum(glyphs[i].point)) {
            ++i;
            continue;
        }
        // A symbol belongs to the token only between letters: "su!cide" but not "die!".
        std::size_t end = i + 1;
        while (is_alnum_at(glyphs, end) ||
               (end < glyphs.size() && is_leet_symbol(glyphs[end].point) &&
                is_alnum_at(glyphs, end + 1))) {
            ++end;
        }
        if (is_leet(glyphs, i, end)) read_token(glyphs, i, end);
        i = end;
    }
    return glyphs;
}

Glyphs squeeze_repeats(const Glyphs& in) {
    Glyphs out;
    out.reserve(in.size());
    for (std::size_t i = 0; i < in.size();) {
        std::size_t end = i + 1;
        while (end < in.size() && in[end].point == in[i].point)
            ++end;
        std::size_t keep = end - i;
        if (keep >= 3 && is_ascii_letter(in[i].point)) keep = in[i].point == U'l' ? 2 : 1;
        for (std::size_t k = 0; k < keep; ++k)
            out.push_back(in[i + k]);
        // The last glyph that is kept stands for all that were dropped.
        out.back().end = in[end - 1].end;
        i = end;
    }
    return out;
}

Glyphs plain_words(const Glyphs& in) {
    Glyphs out;
    out.reserve(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        const bool inside = i > 0 && is_alnum_at(in, i - 1) && is_alnum_at(in, i + 1);
        if (in[i].point == U'\'' && inside) continue;
        out.push_back(in[i]);
        if (in[i].point == U'_') out.back().point = U' ';
    }
    return out;
}

Glyphs squeeze_spaces(const Glyphs& in) {
    Glyphs out;
    out.reserve(in.size());
    for (const Glyph& glyph : in) {
        if (glyph.point == U' ' && (out.empty() || out.back().point == U' ')) continue;
        out.push_back(glyph);
    }
    if (!out.empty() && out.back().point == U' ') out.pop_back();
    return out;
}

}  // namespace holdfast::moderation
