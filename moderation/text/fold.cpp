#include "moderation/text/fold.hpp"

#include "moderation/text/lookalikes.hpp"

#include <stdexcept>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace holdfast::moderation {

namespace {

const icu::Normalizer2& nfkd() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKDInstance(status);
    // Without its data ICU cannot read anything; `assess` turns this into `degraded`.
    if (U_FAILURE(status) || !found) throw std::runtime_error("ICU: no NFKD data");
    return *found;
}

bool is_invisible(UChar32 c) {
    return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
           u_charType(c) == U_FORMAT_CHAR;
}

bool is_mark(UChar32 c) {
    const int8_t type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

char32_t fold_ascii(UChar32 c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char32_t>(c - 'A' + 'a');
    if (c == '`') return U'\'';
    if (c >= '\t' && c <= '\r') return U' ';
    return static_cast<char32_t>(c);
}

char32_t fold_point(UChar32 c) {
    if (u_isUWhiteSpace(c)) return U' ';
    const UChar32 lower = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    return plain_lookalike(static_cast<char32_t>(lower));
}

class Folder {
public:
    void add(UChar32 c, std::uint32_t begin, std::uint32_t end) {
        if (c < 0x80) {
            // Other control characters are as invisible as a zero width space.
            if (c >= ' ' || (c >= '\t' && c <= '\r')) out_.push_back({fold_ascii(c), begin, end});
            return;
        }
        if (is_invisible(c)) return;
        // Quotes and dashes first: an acute accent used as an apostrophe decomposes to a space.
        const char32_t whole = fold_point(c);
        if (whole < 0x80) {
            out_.push_back({whole, begin, end});
            return;
        }
        // Point by point and with marks dropped, decomposition folds what NFKC would, and the map
        // back stays exact: nothing is composed across code points.
        if (!nfkd_.getDecomposition(c, pieces_)) {
            if (!is_mark(c)) out_.push_back({whole, begin, end});
            return;
        }
        for (int32_t i = 0; i < pieces_.length(); i = pieces_.moveIndex32(i, 1)) {
            const UChar32 piece = pieces_.char32At(i);
            if (!is_mark(piece)) out_.push_back({fold_point(piece), begin, end});
        }
    }

    Glyphs take() { return std::move(out_); }
    void reserve(std::size_t size) { out_.reserve(size); }

private:
    const icu::Normalizer2& nfkd_ = nfkd();
    icu::UnicodeString pieces_;
    Glyphs out_;
};

}  // namespace

Glyphs fold(std::string_view raw) {
    Folder folder;
    folder.reserve(raw.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(raw.data());
    const auto size = static_cast<std::uint32_t>(raw.size());
    for (std::uint32_t i = 0; i < size;) {
        const std::uint32_t begin = i;
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(bytes, i, size, c);
        folder.add(c, begin, i);
    }
    return folder.take();
}

}  // namespace holdfast::moderation
