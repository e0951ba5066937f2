#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace holdfast::protocol {
namespace {

std::string printed() {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(HOLDFAST_TYPESCRIPT, "r"), pclose);
    std::string text;
    std::array<char, 4096> part{};
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe.get())) {
        text.append(part.data(), size);
    }
    return text;
}

TEST(TypeScript, DescribesTheProtocol) {
    const std::string module = printed();
    const char* parts[] = {
        "export const subprotocol = \"holdfast.v1\";\n",
        "export const max_text_code_points = 2000;\n",
        "    | \"operator\"\n",
        "export type Decision = \"release\" | \"release_with_note\" | \"mask\" | \"return\" | "
        "\"withhold\";\n",
        "export interface Say {\n    type: \"say\";\n    ref: string;\n    room: string;\n"
        "    key: string;\n    text: string;\n}\n",
        "export interface Join {\n    type: \"join\";\n    ref: string;\n    room: string;\n"
        "    since?: Since;\n}\n",
        "export interface Done {\n    type: \"done\";\n    ref: string;\n}\n",
        "export interface PresenceChanged {\n    type: \"presence\";\n",
        "    before: MessageView[];\n",
        "    at: number;\n",
        "    seq?: number;\n",
        "export type Event = Entry | Status | CareOpened | PresenceChanged | Paused | "
        "CaseChanged;\n",
        "    restarting: 4001,\n",
    };
    for (const char* part : parts)
        EXPECT_NE(module.find(part), std::string::npos) << part;
    EXPECT_EQ(module.find("_;"), std::string::npos);
    EXPECT_EQ(module.find("holdfast::"), std::string::npos);
}

TEST(TypeScript, IsWhatTheBrowserIsBuiltWith) {
    const auto file = std::filesystem::path(HOLDFAST_SOURCE_DIR) / "server/web/src/protocol.ts";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no browser in this tree";
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();

    EXPECT_EQ(text.str(), printed()) << "stale: holdfast-typescript > " << file;
}

}  // namespace
}  // namespace holdfast::protocol
