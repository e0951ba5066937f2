#include "server/net/static_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace holdfast::net {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = fs::temp_directory_path() / "holdfast-static-XXXXXX";
        ASSERT_TRUE(mkdtemp(name.data()));
        folder_ = name;
        write("web/index.html", "<p>home");
        write("web/staff.html", "<p>staff");
        write("web/assets/app-1a2b.js", "plain");
        write("web/assets/app-1a2b.js.br", "brotli");
        write("web/assets/app-1a2b.js.gz", "gzip");
        write("web/assets/orphan.css.gz", "no plain neighbour");
        write("secret.txt", "secret");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << content;
    }

    StaticFiles load() const { return StaticFiles::load(folder_ / "web").value(); }

    static HttpRequest get(std::string path, std::string accept_encoding = "") {
        HttpRequest request;
        request.method = "GET";
        request.path = std::move(path);
        request.headers.emplace_back("accept-encoding", std::move(accept_encoding));
        return request;
    }

    static std::string header(const HttpResponse& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return "";
    }

    fs::path folder_;
};

TEST_F(StaticFilesTest, ServesPagesByTheirShortNames) {
    const StaticFiles files = load();

    EXPECT_EQ(*files.serve(get("/")).body, "<p>home");
    EXPECT_EQ(*files.serve(get("/staff")).body, "<p>staff");
    EXPECT_EQ(*files.serve(get("/staff.html")).body, "<p>staff");
    EXPECT_EQ(files.serve(get("/")).content_type, "text/html; charset=utf-8");
}

TEST_F(StaticFilesTest, KeepsHashedFilesForEverAndPagesNever) {
    const StaticFiles files = load();

    EXPECT_EQ(
        header(files.serve(get("/assets/app-1a2b.js")), "Cache-Control"),
        "public, max-age=31536000, immutable"
    );
    EXPECT_EQ(header(files.serve(get("/")), "Cache-Control"), "no-store");
}

TEST_F(StaticFilesTest, PicksTheBestCodingTheClientTakes) {
    struct Choice {
        const char* accepts;
        const char* body;
        const char* coding;
    };
    const Choice choices[] = {
        {"", "plain", ""},
        {"gzip", "gzip", "gzip"},
        {"gzip, deflate, br", "brotli", "br"},
        {"br;q=0, gzip;q=0.5", "gzip", "gzip"},
        {"br;q=0.0,gzip;q=0", "plain", ""},
        {"identity", "plain", ""},
    };
    const StaticFiles files = load();

    for (const Choice& choice : choices) {
        const HttpResponse response = files.serve(get("/assets/app-1a2b.js", choice.accepts));

        EXPECT_EQ(*response.body, choice.body) << choice.accepts;
        EXPECT_EQ(header(response, "Content-Encoding"), choice.coding) << choice.accepts;
        EXPECT_EQ(header(response, "Vary"), "Accept-Encoding") << choice.accepts;
        EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
    }
}

TEST_F(StaticFilesTest, AnswersNothingFromOutsideItsFolder) {
    const StaticFiles files = load();

    for (const char* path :
         {"/../secret.txt",
          "/assets/../../secret.txt",
          "//etc/passwd",
          "/assets/",
          "/nothing",
          "",
          "/assets/orphan.css",
          "/assets/app-1a2b.js.br"}) {
        const HttpResponse response = files.serve(get(path));

        EXPECT_EQ(response.status, 404U) << path;
        EXPECT_EQ(*response.body, R"({"code":"not_found","detail":"nothing here"})");
    }
}

TEST_F(StaticFilesTest, TakesOnlyGetAndHead) {
    const StaticFiles files = load();
    HttpRequest request = get("/");

    request.method = "HEAD";
    EXPECT_EQ(files.serve(request).status, 200U);
    request.method = "POST";
    EXPECT_EQ(files.serve(request).status, 405U);
    EXPECT_EQ(header(files.serve(request), "Allow"), "GET, HEAD");
}

TEST_F(StaticFilesTest, SaysWhatCannotBeRead) {
    const auto missing = StaticFiles::load(folder_ / "no-such-folder");
    fs::remove(folder_ / "web/index.html");
    const auto without_index = StaticFiles::load(folder_ / "web");

    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::bad_config);
    EXPECT_NE(missing.error().detail.find("no-such-folder: No such file"), std::string::npos);
    ASSERT_FALSE(without_index);
    EXPECT_NE(without_index.error().detail.find("no index.html"), std::string::npos);
}

TEST_F(StaticFilesTest, SecurityHeadersForbidFramesAndForeignScripts) {
    HttpResponse plain;
    HttpResponse secure;

    add_security_headers(plain, false);
    add_security_headers(secure, true);

    const std::string policy = header(plain, "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(header(plain, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(plain, "Strict-Transport-Security"), "");
    EXPECT_NE(header(secure, "Strict-Transport-Security"), "");
}

}  // namespace
}  // namespace holdfast::net
