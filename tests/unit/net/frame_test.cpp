#include "server/net/frame.hpp"

#include <gtest/gtest.h>

#include <string>

namespace holdfast::net {
namespace {

struct Length {
    std::size_t text;
    std::string header;
};

TEST(Frame, WritesTheShortestLengthThatFits) {
    using namespace std::string_literals;
    const Length lengths[] = {
        {0, "\x81\x00"s},
        {1, "\x81\x01"s},
        {125, "\x81\x7D"s},
        {126, "\x81\x7E\x00\x7E"s},
        {65535, "\x81\x7E\xFF\xFF"s},
        {65536, "\x81\x7F\x00\x00\x00\x00\x00\x01\x00\x00"s},
    };

    for (const Length& length : lengths) {
        const std::string text(length.text, 'x');
        const Frame frame(text);

        EXPECT_EQ(frame.bytes(), length.header + text) << length.text;
        EXPECT_EQ(frame.text(), text) << length.text;
    }
}

TEST(Frame, IsSharedAndNotCopied) {
    const Frame frame("hello");
    const Frame other = frame;  // NOLINT(performance-unnecessary-copy-initialization)

    EXPECT_EQ(other.bytes().data(), frame.bytes().data());
}

TEST(Frame, OutlivesWhoeverMadeIt) {
    Frame kept;
    {
        const Frame made("hello");
        kept = made;
    }

    EXPECT_EQ(kept.text(), "hello");
}

TEST(Frame, TakesBytesThatAreFramedAlready) {
    char* into = nullptr;
    const Frame frame = Frame::raw(2, into);
    into[0] = 'a';
    into[1] = 'b';

    EXPECT_EQ(frame.bytes(), "ab");
    EXPECT_EQ(frame.text(), "ab");
}

TEST(Frame, IsEmptyBeforeItHoldsAnything) {
    EXPECT_EQ(Frame{}.bytes(), "");
}

}  // namespace
}  // namespace holdfast::net
