#include "server/room/masking.hpp"

#include <algorithm>

namespace holdfast::room {

std::string masked(std::string_view text, std::vector<moderation::Span> spans) {
    std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) {
        return a.begin < b.begin;
    });
    std::string shown;
    std::size_t done = 0;  // everything before it is in `shown`, as it was or hidden
    for (const moderation::Span& span : spans) {
        const std::size_t end = std::min(span.end, text.size());
        if (end <= done || end <= span.begin) continue;
        if (span.begin >= done) {
            shown += text.substr(done, span.begin - done);
            shown += hidden_part;
        }
        done = end;
    }
    shown += text.substr(done);
    return shown;
}

}  // namespace holdfast::room
