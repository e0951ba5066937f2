#include "server/store/audit_chain.hpp"

#include <array>
#include <sodium.h>
#include <string_view>
#include <utility>

namespace holdfast::store {

namespace {

class Hasher {
public:
    Hasher() { crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES); }

    void add(std::string_view field) {
        std::array<unsigned char, 8> length{};
        for (std::size_t i = 0; i < length.size(); ++i) {
            length[i] = static_cast<unsigned char>(field.size() >> (8 * i));
        }
        crypto_generichash_update(&state_, length.data(), length.size());
        const auto* bytes = reinterpret_cast<const unsigned char*>(field.data());
        crypto_generichash_update(&state_, bytes, field.size());
    }

    std::string hex() {
        std::array<unsigned char, crypto_generichash_BYTES> digest{};
        crypto_generichash_final(&state_, digest.data(), digest.size());
        std::array<char, 2 * crypto_generichash_BYTES + 1> hex{};
        sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
        return hex.data();
    }

private:
    crypto_generichash_state state_{};
};

}  // namespace

AuditEntry next_link(const AuditHead& head, room::AuditRow row) {
    Hasher hasher;
    hasher.add(head.hash);
    hasher.add(std::to_string(row.at.time_since_epoch().count()));
    hasher.add(row.actor.value);
    hasher.add(row.act);
    hasher.add(row.subject);
    hasher.add(row.detail);
    return {head.number + 1, std::move(row), hasher.hex()};
}

std::optional<std::uint64_t> first_broken(AuditHead head, const std::vector<AuditEntry>& entries) {
    for (const AuditEntry& entry : entries) {
        const AuditEntry expected = next_link(head, entry.row);
        if (entry.number != expected.number || entry.hash != expected.hash) return expected.number;
        head = {expected.number, expected.hash};
    }
    return {};
}

}  // namespace holdfast::store
