#include "moderation/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sodium.h>
#include <sstream>

namespace holdfast::moderation {

namespace {

// 48 bits: short enough to read out, and rulesets are few.
constexpr std::size_t shown_bytes = 6;

void add(crypto_generichash_state& state, const std::string& part) {
    // The length keeps one file's end from being read as the next one's beginning.
    for (const std::string& bytes : {std::to_string(part.size()) + ":", part}) {
        crypto_generichash_update(
            &state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()
        );
    }
}

}  // namespace

Result<std::string> fingerprint(std::vector<std::filesystem::path> files) {
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
        return a.filename() < b.filename();
    });
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, hash.size());
    for (const std::filesystem::path& file : files) {
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream content;
        if (stream) content << stream.rdbuf();
        if (!stream) return Error{Errc::bad_config, file.string() + ": cannot be read"};
        add(state, file.filename().string());
        add(state, content.str());
    }
    crypto_generichash_final(&state, hash.data(), hash.size());
    std::array<char, shown_bytes * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), shown_bytes);
    return std::string(text.data());
}

}  // namespace holdfast::moderation
