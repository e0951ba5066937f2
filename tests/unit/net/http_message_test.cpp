#include "server/net/http_message.hpp"

#include <gtest/gtest.h>

namespace holdfast::net {
namespace {

TEST(RequestTarget, IsADecodedPathAndARawQuery) {
    const auto target = parse_target("/a%20b/c%2fd?x=1%202&y");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a b/c/d");
    EXPECT_EQ(target->query, "x=1%202&y");
}

TEST(RequestTarget, IsRefusedWhereItIsNotAPath) {
    for (const char* bad :
         {"", "*", "a", "http://host/", "/%", "/%4", "/%zz", "/%00", "/a%0d%0ab", "/a\tb", "/%+1"
         }) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
}

TEST(HasToken, FindsATokenInAListWhateverItsCase) {
    EXPECT_TRUE(has_token("keep-alive, Upgrade", "upgrade"));
    EXPECT_TRUE(has_token("holdfast.v1", "holdfast.v1"));
    EXPECT_TRUE(has_token(" a ,b\t", "b"));
    EXPECT_FALSE(has_token("upgraded", "upgrade"));
    EXPECT_FALSE(has_token("", "upgrade"));
    EXPECT_FALSE(has_token(",,", "upgrade"));
}

TEST(ResponseHead, NamesLengthTypeAndFate) {
    HttpResponse response;
    response.status = 404;
    response.content_type = "text/plain";
    response.body = std::make_shared<const std::string>("gone");
    response.headers.emplace_back("X-One", "1");

    const std::string head = response_head(response, AfterAnswer::close);

    EXPECT_TRUE(head.starts_with("HTTP/1.1 404 Not Found\r\n")) << head;
    EXPECT_NE(head.find("\r\nContent-Type: text/plain\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nContent-Length: 4\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nX-One: 1\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nConnection: close\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nDate: "), std::string::npos);
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(ResponseHead, LetsNoFieldBreakTheLine) {
    HttpResponse response;
    response.headers.emplace_back("Location", "/a\r\nSet-Cookie: b");
    response.headers.emplace_back("X\r\nY", "1");

    const std::string head = response_head(response, AfterAnswer::keep_open);

    EXPECT_EQ(head.find("Set-Cookie"), std::string::npos);
    EXPECT_EQ(head.find('Y'), std::string::npos);
}

TEST(ResponseHead, GivesNoLengthWhereThereMayBeNoBody) {
    HttpResponse response;
    response.status = 204;

    const std::string head = response_head(response, AfterAnswer::keep_open);

    EXPECT_EQ(head.find("Content-"), std::string::npos);
}

TEST(Refusal, IsTypedJson) {
    const HttpResponse response = refusal(413, "body_too_large", "say \"less\"");

    EXPECT_EQ(response.status, 413U);
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(*response.body, R"({"code":"body_too_large","detail":"say \"less\""})");
}

}  // namespace
}  // namespace holdfast::net
