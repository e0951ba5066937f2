#include "common/ids.hpp"

#include <sodium.h>
#include <stdexcept>

namespace holdfast {

std::string RandomIds::next() {
    // sodium_init is idempotent and thread-safe; it fails only where the kernel gives no
    // randomness.
    if (sodium_init() < 0) throw std::runtime_error("no source of randomness");
    std::array<unsigned char, 20> bytes{};
    randombytes_buf(bytes.data(), bytes.size());

    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::string id;
    id.reserve(32);
    unsigned bits = 0;
    unsigned held = 0;
    for (unsigned char byte : bytes) {
        bits = (bits << 8) | byte;
        held += 8;
        for (; held >= 5; held -= 5)
            id += alphabet[(bits >> (held - 5)) & 31];
    }
    return id;
}

}  // namespace holdfast
