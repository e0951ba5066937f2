#include "moderation/context_window.hpp"

#include <algorithm>

namespace holdfast::moderation {

namespace {

constexpr std::size_t most_recent_texts = 4;
// A statement that is cut up comes in short pieces; a long message is one of its own.
constexpr std::size_t longest_piece = 160;
// Nobody cuts inside a word and then writes on at length.
constexpr std::size_t longest_word_piece = 40;

Joined join(const std::vector<std::string_view>& pieces, std::string_view separator) {
    Joined joined;
    for (const std::string_view piece : pieces) {
        joined.seam = joined.text.size();
        joined.text.append(piece).append(separator);
    }
    joined.text.resize(joined.text.size() - separator.size());
    return joined;
}

}  // namespace

Span Joined::in_message(const Span& whole) const {
    if (whole.begin >= seam || whole.end <= seam) return {};
    return {0, whole.end - seam};
}

std::vector<Joined> joined_with_recent(std::string_view text, const Context& context) {
    const auto& recent = context.recent_texts;
    std::vector<std::string_view> pieces{text};
    for (auto earlier = recent.rbegin(); earlier != recent.rend(); ++earlier) {
        if (pieces.size() > most_recent_texts || earlier->size() > longest_piece) break;
        pieces.insert(pieces.begin(), *earlier);
    }
    if (pieces.size() == 1 || text.size() > longest_piece) return {};
    std::vector<Joined> all{join(pieces, " ")};
    if (text.size() <= longest_word_piece) all.push_back(join(pieces, ""));
    return all;
}

}  // namespace holdfast::moderation
