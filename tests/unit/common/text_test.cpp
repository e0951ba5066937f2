#include "common/text.hpp"

#include <gtest/gtest.h>

namespace holdfast::text {
namespace {

struct Bytes {
    const char* what;
    std::string_view bytes;
    bool is_utf8;
};

const Bytes table[] = {
    {"nothing", "", true},
    {"ASCII", "hello", true},
    {"a zero", {"a\0b", 3}, true},
    {"two bytes", "\xc3\xa9", true},
    {"three bytes", "\xe2\x82\xac", true},
    {"four bytes", "\xf0\x9f\x8c\xb1", true},
    {"first of two bytes, U+0080", "\xc2\x80", true},
    {"first of three bytes, U+0800", "\xe0\xa0\x80", true},
    {"first of four bytes, U+10000", "\xf0\x90\x80\x80", true},
    {"last of all, U+10FFFF", "\xf4\x8f\xbf\xbf", true},
    {"before the surrogates, U+D7FF", "\xed\x9f\xbf", true},
    {"behind the surrogates, U+E000", "\xee\x80\x80", true},
    {"a noncharacter, U+FFFF", "\xef\xbf\xbf", true},
    {"a byte order mark", "\xef\xbb\xbf", true},
    {"a continuation alone", "\x80", false},
    {"two continuations", "a\xbf\xbf", false},
    {"half of two", "\xc3", false},
    {"half of two, then a letter", "\xc3z", false},
    {"two thirds of three", "\xe2\x82", false},
    {"three quarters of four", "\xf0\x9f\x8c", false},
    {"overlong slash in two", "\xc0\xaf", false},
    {"overlong zero in two", "\xc0\x80", false},
    {"overlong U+007F in two", "\xc1\xbf", false},
    {"overlong slash in three", "\xe0\x80\xaf", false},
    {"overlong U+07FF in three", "\xe0\x9f\xbf", false},
    {"overlong slash in four", "\xf0\x80\x80\xaf", false},
    {"overlong U+FFFF in four", "\xf0\x8f\xbf\xbf", false},
    {"first surrogate, U+D800", "\xed\xa0\x80", false},
    {"last surrogate, U+DFFF", "\xed\xbf\xbf", false},
    {"a pair of surrogates", "\xed\xa0\xbd\xed\xb1\x8d", false},
    {"beyond the last, U+110000", "\xf4\x90\x80\x80", false},
    {"a lead of five bytes", "\xf8\x88\x80\x80\x80", false},
    {"a lead of six bytes", "\xfc\x84\x80\x80\x80\x80", false},
    {"bytes that never occur", "\xfe\xff", false},
    {"wrong at the very end", "a good text\xe2", false},
};

TEST(Text, KnowsWellFormedUtf8) {
    for (const Bytes& one : table)
        EXPECT_EQ(is_utf8(one.bytes), one.is_utf8) << one.what;
}

TEST(Text, CountsCodePoints) {
    EXPECT_EQ(length(""), 0u);
    EXPECT_EQ(length("abc"), 3u);
    EXPECT_EQ(length("a\u00e9\u20ac\U0001F331"), 4u);
}

TEST(Text, GoesBetweenCodePointsAndBytes) {
    const std::string_view text = "a\u00e9\u20ac\U0001F331z";  // 1 + 2 + 3 + 4 + 1 bytes
    const std::size_t starts[] = {0, 1, 3, 6, 10};
    for (std::size_t index = 0; index < std::size(starts); ++index) {
        EXPECT_EQ(byte_offset(text, index), starts[index]);
        EXPECT_EQ(code_point_index(text, starts[index]), index);
    }
    EXPECT_EQ(byte_offset(text, 5), text.size());
    EXPECT_EQ(byte_offset(text, 99), text.size());
    EXPECT_EQ(code_point_index(text, text.size()), 5u);
    EXPECT_EQ(code_point_index(text, 99), 5u);
    EXPECT_EQ(code_point_index(text, 4), 3u);  // within the third: the next one
}

TEST(Text, TrimsBothEnds) {
    EXPECT_EQ(trimmed(" \t\r\n a b \f\v"), "a b");
    EXPECT_EQ(trimmed("a"), "a");
    EXPECT_EQ(trimmed(" \n "), "");
    EXPECT_EQ(trimmed(""), "");
}

TEST(Text, KnowsWhatNobodyCanSee) {
    for (const char* blank :
         {"",
          " ",
          " \t\r\n",
          "\u00a0",
          "\u200b\u200d",
          "\u3000",
          "\ufeff",
          "\u2800",
          "\u3164",
          "\u202e",
          "\U000e0020"}) {
        EXPECT_TRUE(is_blank(blank)) << blank;
    }
    for (const char* visible :
         {"a", " a ", "\u200ba", "\u00e9", "\u20ac", "\U0001F331", "\u2764\ufe0f", "."}) {
        EXPECT_FALSE(is_blank(visible)) << visible;
    }
}

}  // namespace
}  // namespace holdfast::text
