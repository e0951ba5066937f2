#include "tests/integration/net/harness.hpp"

#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace holdfast::net {
namespace {

// What Listener::open() says where it refuses.
std::string refusal_of(ListenOptions options) {
    boost::asio::io_context context;
    class Nothing final : public Application {
        void on_request(HttpRequest, std::function<void(HttpResponse)>) override {}
        std::unique_ptr<ConnectionHandler> on_upgrade(const HttpRequest&) override { return {}; }
    } application;
    const auto listener = Listener::open(std::move(options), {{context, application}});
    if (listener) return "";
    EXPECT_EQ(listener.error().code, Errc::bad_config);
    EXPECT_EQ(listener.error().detail.find('\n'), std::string::npos);
    return listener.error().detail;
}

bool answers(TestServer& server, const std::string& host) {
    Target target = server.target();
    target.host = host;
    TestClient client;
    return client.call(target, get("/")).status == 200;
}

bool has_ipv6() {
    return std::ifstream("/proc/net/if_inet6").peek() != EOF;
}

TEST(Listener, TakesBothFamiliesWithoutAnAddress) {
    TestServer server(on_loopback(""));

    EXPECT_TRUE(answers(server, "127.0.0.1"));
    if (has_ipv6()) {
        EXPECT_TRUE(answers(server, "::1"));
    }
}

TEST(Listener, TakesOneFamilyWithAnAddress) {
    if (!has_ipv6()) GTEST_SKIP() << "no IPv6 on this machine";
    TestServer server(on_loopback("::1"));

    EXPECT_TRUE(answers(server, "::1"));
    EXPECT_ANY_THROW(answers(server, "127.0.0.1"));
}

TEST(Listener, NamesThePortThatIsInUse) {
    TestServer server(on_loopback());
    ListenOptions options = on_loopback();
    options.port = server.port();

    EXPECT_EQ(
        refusal_of(options),
        "cannot listen on 127.0.0.1, port " + std::to_string(server.port()) +
            ": Address already in use"
    );
}

TEST(Listener, NamesAnAddressThatIsNone) {
    EXPECT_EQ(
        refusal_of(on_loopback("localhost")), "cannot listen on localhost, port 0: Invalid argument"
    );
}

TEST(Listener, NamesTheFileOfTlsThatDoesNotFit) {
    const TemporaryFolder folder;
    const TlsFiles good = make_self_signed(folder.path() / "a", "localhost").value();
    const TlsFiles other = make_self_signed(folder.path() / "b", "127.0.0.1").value();
    const std::filesystem::path garbage = folder.path() / "garbage.pem";
    std::ofstream(garbage) << "not a certificate";
    const std::filesystem::path missing = folder.path() / "missing.pem";
    const auto with = [](const TlsFiles& files) {
        ListenOptions options = on_loopback();
        options.tls = files;
        return options;
    };
    const std::string certificate = good.certificate_chain;
    const std::string other_key = other.private_key;

    EXPECT_EQ(refusal_of(with(good)), "");
    EXPECT_EQ(
        refusal_of(with({missing, good.private_key})),
        "certificate " + missing.string() + ": No such file or directory"
    );
    EXPECT_EQ(
        refusal_of(with({garbage, good.private_key})),
        "certificate " + garbage.string() + ": no start line"
    );
    EXPECT_EQ(
        refusal_of(with({good.certificate_chain, missing})),
        "private key " + missing.string() + ": No such file or directory"
    );
    EXPECT_EQ(
        refusal_of(with({good.certificate_chain, other.private_key})),
        "private key " + other_key + " does not fit certificate " + certificate
    );
}

TEST(SelfSigned, KeepsItsKeyToTheOwner) {
    const TemporaryFolder folder;

    const TlsFiles files = make_self_signed(folder.path(), "localhost").value();

    const auto permissions = std::filesystem::status(files.private_key).permissions();
    EXPECT_EQ(permissions, std::filesystem::perms(0600));
    EXPECT_FALSE(make_self_signed("/proc/nothing", "localhost"));
}

TEST(Listener, RefusesMoreConnectionsThanItMayHave) {
    ListenOptions options = on_loopback();
    options.limits.max_connections = 2;
    TestServer server(options);
    std::vector<TestClient> clients(2);
    for (TestClient& client : clients) {
        client.connect(server.target());
        ASSERT_TRUE(client.wait_until_open());
    }

    BareSocket third(server.port());
    third.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string answer = third.read_to_close();

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
    EXPECT_NE(answer.find("too_many_connections"), std::string::npos) << answer;
    clients[0].send("still here");
    EXPECT_TRUE(clients[0].wait_for(1));
}

TEST(Listener, GoesOnWhenDescriptorsAreShortForAWhile) {
    TestServer server(on_loopback());
    BareSocket waiting(server.port());
    EXPECT_TRUE(eventually([&] { return server.listener().connections() == 1; }));
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);

    // The client's socket is made while there is room, its server side cannot be.
    BareSocket* late = nullptr;
    {
        const int lowest_free = dup(0);
        close(lowest_free);
        rlimit tight = before;
        tight.rlim_cur = static_cast<rlim_t>(lowest_free) + 1;
        setrlimit(RLIMIT_NOFILE, &tight);
        late = new BareSocket(server.port());
    }
    late->send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(server.listener().connections(), 1U);
    setrlimit(RLIMIT_NOFILE, &before);

    EXPECT_TRUE(late->read_to_close().starts_with("HTTP/1.1 200 OK"));
    delete late;
}

TEST(Listener, TakesNoMoreOnceItWasTold) {
    TestServer server(on_loopback());
    EXPECT_TRUE(answers(server, "127.0.0.1"));

    server.listener().stop_accepting();

    // Closed on the shard's thread: soon, not at once.
    EXPECT_TRUE(eventually([&] {
        try {
            BareSocket(server.port());
            return false;
        } catch (const std::runtime_error&) {
            return true;
        }
    }));
}

}  // namespace
}  // namespace holdfast::net
