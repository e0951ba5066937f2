#include "server/net/outbox.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace holdfast::net {
namespace {

Frame raw(std::string_view bytes) {
    char* into = nullptr;
    Frame frame = Frame::raw(bytes.size(), into);
    bytes.copy(into, bytes.size());
    return frame;
}

std::string front(const Outbox& outbox) {
    std::array<char, 64> into{};
    return {into.data(), outbox.copy(into)};
}

std::string gathered(const Outbox& outbox) {
    std::array<iovec, 8> pieces{};
    std::string all;
    const std::size_t count = outbox.gather(pieces);
    for (std::size_t i = 0; i < count; ++i) {
        all.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
    }
    return all;
}

TEST(Outbox, GivesFramesInTheOrderTheyCame) {
    Outbox outbox;

    outbox.push(raw("abc"));
    outbox.push(raw("de"));

    EXPECT_EQ(front(outbox), "abcde");
    EXPECT_EQ(gathered(outbox), "abcde");
}

TEST(Outbox, GoesOnWhereTheSocketStopped) {
    Outbox outbox;
    outbox.push(raw("abc"));
    outbox.push(raw("de"));

    outbox.consume(2);
    EXPECT_EQ(front(outbox), "cde");
    outbox.consume(2);
    EXPECT_EQ(gathered(outbox), "e");
    outbox.consume(1);

    EXPECT_TRUE(outbox.is_empty());
    EXPECT_EQ(outbox.cost(), 0U);
}

TEST(Outbox, CountsTheBytesAndABitForEachFrame) {
    Outbox outbox;
    for (int i = 0; i < 1000; ++i)
        outbox.push(raw("x"));

    EXPECT_GT(outbox.cost(), 1000U * 8);
    outbox.consume(999);
    EXPECT_EQ(outbox.cost(), Outbox::cost_of(raw("x")));
}

TEST(Outbox, NeverCutsAFrameOfWhichAByteIsSent) {
    Outbox outbox;
    outbox.push(raw("abc"));
    outbox.push(raw("de"));
    outbox.consume(1);

    outbox.drop_unstarted(0);

    EXPECT_EQ(front(outbox), "bc");
    EXPECT_EQ(outbox.cost(), Outbox::cost_of(raw("bc")));
}

TEST(Outbox, KeepsTheFramesThatARecordHasBegun) {
    Outbox outbox;
    for (const char* frame : {"abc", "de", "f", "g"})
        outbox.push(raw(frame));
    outbox.consume(1);

    outbox.drop_unstarted(3);  // "bc", and "d" of "de"

    EXPECT_EQ(front(outbox), "bcde");
}

TEST(Outbox, DropsAllThatHasNotBegun) {
    Outbox outbox;
    outbox.push(raw("abc"));
    outbox.push(raw("de"));

    outbox.drop_unstarted(0);

    EXPECT_TRUE(outbox.is_empty());
    EXPECT_EQ(outbox.cost(), 0U);
}

TEST(Outbox, StaysInOrderThroughALongLifeThatIsNeverQuiteIdle) {
    Outbox outbox;
    std::string sent;
    std::string wanted;
    for (int i = 0; i < 5000; ++i) {
        const std::string bytes = std::to_string(i) + ';';
        wanted += bytes;
        outbox.push(raw(bytes));
        if (i < 3) continue;
        const std::string next = front(outbox).substr(0, 5);
        sent += next;
        outbox.consume(next.size());
    }
    while (!outbox.is_empty()) {
        const std::string next = front(outbox);
        sent += next;
        outbox.consume(next.size());
    }

    EXPECT_EQ(sent, wanted);
    EXPECT_EQ(outbox.cost(), 0U);
}

}  // namespace
}  // namespace holdfast::net
