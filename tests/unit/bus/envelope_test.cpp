#include "server/bus/envelope.hpp"

#include <gtest/gtest.h>

namespace holdfast::bus {
namespace {

TEST(Envelope, ComesOutAsItWentIn) {
    const std::string binary("a\0b\r\n\xff", 6);
    const Envelope cases[] = {
        {"node-1", 7, "payload"},
        {"", 0, ""},
        {"node:with:colons", UINT64_MAX, binary},
        {std::string_view(binary), 1, "x"},
    };
    for (const Envelope& sent : cases) {
        const std::string bytes = pack(sent);
        const std::optional<Envelope> received = unpack(bytes);
        ASSERT_TRUE(received);
        EXPECT_EQ(received->node, sent.node);
        EXPECT_EQ(received->seq, sent.seq);
        EXPECT_EQ(received->payload, sent.payload);
    }
}

TEST(Envelope, KeepsItsLayoutForNodesOfAnotherVersion) {
    EXPECT_EQ(pack({"n", 258, "p"}), std::string("HB1\0\0\0\1n\0\0\0\0\0\0\1\2p", 17));
}

TEST(Envelope, RefusesEveryPartOfItself) {
    const std::string whole = pack({"node", 1, ""});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(unpack(std::string_view(whole).substr(0, size))) << size;
    }
    EXPECT_TRUE(unpack(whole));
}

TEST(Envelope, RefusesWhatIsNotOne) {
    EXPECT_FALSE(unpack("{\"type\":\"entry\"}"));
    EXPECT_FALSE(unpack("HB2\0\0\0\1n\0\0\0\0\0\0\1\2p"));
    // A length that no memory holds must not be believed.
    EXPECT_FALSE(unpack(std::string("HB1\xff\xff\xff\xff", 7) + std::string(64, 'x')));
}

}  // namespace
}  // namespace holdfast::bus
