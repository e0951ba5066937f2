#include "common/json.hpp"

#include "common/ids.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace holdfast::json {

using namespace std::chrono_literals;

enum class Weather { calm, storm_ };
BOOST_DESCRIBE_ENUM(Weather, calm, storm_)

struct Boat {
    RoomId id;
    std::string name;
    std::optional<std::uint8_t> seats;
};
BOOST_DESCRIBE_STRUCT(Boat, (), (id, name, seats))

struct Harbour {
    Weather weather = Weather::calm;
    bool open = false;
    double depth = 0;
    std::chrono::milliseconds tide{};
    std::vector<Boat> boats;
    std::map<std::string, Boat> moored;
};
BOOST_DESCRIBE_STRUCT(Harbour, (), (weather, open, depth, tide, boats, moored))

struct Lantern {
    static constexpr bool fields_have_defaults = true;
    int brightness = 7;
    std::string colour = "amber";
};
BOOST_DESCRIBE_STRUCT(Lantern, (), (brightness, colour))

namespace {

constexpr const char* whole =
    R"({"weather":"storm","open":true,"depth":2.5E0,"tide":"21600000ms",)"
    R"("boats":[{"id":"b1","name":"Gull","seats":4},{"id":"b2","name":"Tern"}],)"
    R"("moored":{"pier":{"id":"b3","name":"Auk"}}})";

template <class T>
std::string problem_of(const std::string& text, UnknownFields unknown = UnknownFields::refuse) {
    T into{};
    const MaybeProblem problem = read(bj::parse(text), into, unknown);
    return problem ? to_string(*problem) : "";
}

TEST(Json, WritesWhatItReads) {
    Harbour harbour;

    ASSERT_FALSE(read(bj::parse(whole), harbour, UnknownFields::refuse));

    EXPECT_EQ(harbour.weather, Weather::storm_);
    EXPECT_EQ(harbour.tide, 6h);
    EXPECT_EQ(harbour.boats.at(0).seats, 4);
    EXPECT_EQ(harbour.boats.at(1).seats, std::nullopt);
    EXPECT_EQ(harbour.moored.at("pier").id, RoomId{"b3"});
    EXPECT_EQ(bj::serialize(write(harbour)), whole);
}

TEST(Json, NamesTheFieldThatDoesNotFitByItsPath) {
    struct Case {
        const char* text;
        const char* problem;
    };
    const Case cases[] = {
        {R"([])", "expected an object"},
        {R"({})", "weather: missing"},
        {R"({"weather":"fog"})", "weather: expected one of calm, storm"},
        {R"({"weather":"storm_"})", "weather: expected one of calm, storm"},
        {R"({"weather":1})", "weather: expected one of calm, storm"},
        {R"({"weather":"calm","open":1})", "open: expected true or false"},
        {R"({"weather":"calm","open":true,"depth":"2"})", "depth: expected a number"},
        {R"({"weather":"calm","open":true,"depth":2,"tide":"6h","boats":{}})",
         "boats: expected an array"},
        {R"({"weather":"calm","open":true,"depth":2,"tide":"6h","boats":[{"id":"b","name":"n"},{"id":"b"}]})",
         "boats[1].name: missing"},
        {R"({"weather":"calm","open":true,"depth":2,"tide":"6h","boats":[7]})",
         "boats[0]: expected an object"},
        {R"({"weather":"calm","open":true,"depth":2,"tide":"6h","boats":[{"id":5,"name":"n"}]})",
         "boats[0].id: expected a string"},
        {R"({"weather":"calm","open":true,"depth":2,"tide":"6h","boats":[],"moored":{"pier":{"id":"b","name":"n","seats":256}}})",
         "moored.pier.seats: expected a whole number that fits"},
    };
    for (const Case& one : cases)
        EXPECT_EQ(problem_of<Harbour>(one.text), one.problem);
}

TEST(Json, SkipsOrRefusesAFieldNobodyTakes) {
    const std::string misspelt = R"({"id":"b","name":"n","seat":4})";
    const std::string unlike = R"({"id":"b","name":"n","colour":"red"})";

    EXPECT_EQ(problem_of<Boat>(misspelt, UnknownFields::skip), "");
    EXPECT_EQ(problem_of<Boat>(misspelt), "seat: unknown field; did you mean 'seats'?");
    EXPECT_EQ(problem_of<Boat>(unlike), "colour: unknown field");
}

TEST(Json, ReadsDurationsWithTheirUnit) {
    struct Case {
        const char* text;
        std::chrono::milliseconds duration;
    };
    const Case good[] = {
        {"0s", 0ms},
        {"250ms", 250ms},
        {"30s", 30s},
        {"10m", 10min},
        {"24h", 24h},
        {"7d", 24h * 7},
        {"3653d", 24h * 3653},
    };
    for (const Case& one : good) {
        std::chrono::milliseconds duration{-1};
        EXPECT_FALSE(read(bj::string(one.text), duration, UnknownFields::refuse)) << one.text;
        EXPECT_EQ(duration, one.duration) << one.text;
    }
    const bj::value bad[] = {
        bj::string(""),
        bj::string("30"),
        bj::string("s"),
        bj::string("30 s"),
        bj::string("-1s"),
        bj::string("+1s"),
        bj::string("1.5h"),
        bj::string("1w"),
        bj::string("30S"),
        bj::string("3654d"),
        bj::string("9223372036854775807d"),
        bj::string("99999999999999999999s"),
        30,
        nullptr,
    };
    for (const bj::value& one : bad) {
        std::chrono::milliseconds duration{};
        EXPECT_TRUE(read(one, duration, UnknownFields::refuse)) << bj::serialize(one);
    }
}

TEST(Json, ReadsOnlyWholeNumbersThatFit) {
    const auto fits = [](const bj::value& value) {
        std::uint8_t number = 0;
        return !read(value, number, UnknownFields::refuse);
    };
    EXPECT_TRUE(fits(0));
    EXPECT_TRUE(fits(255));
    for (const bj::value& value :
         {bj::value(256),
          bj::value(-1),
          bj::value(1.0),
          bj::value(1e300),
          bj::value("1"),
          bj::value(true),
          bj::value(nullptr)}) {
        EXPECT_FALSE(fits(value)) << bj::serialize(value);
    }
}

TEST(Json, LeavesDefaultsWhereATypeSaysSo) {
    Lantern lantern;

    ASSERT_FALSE(read(bj::parse(R"({"colour":"green"})"), lantern, UnknownFields::refuse));

    EXPECT_EQ(lantern.brightness, 7);
    EXPECT_EQ(lantern.colour, "green");
}

// Null once left the value that the field had before.
TEST(Json, ForgetsAnOptionalThatIsNull) {
    Boat boat;
    boat.seats = 4;

    ASSERT_FALSE(read(bj::parse(R"({"id":"b","name":"n","seats":null})"), boat, UnknownFields::skip)
    );

    EXPECT_FALSE(boat.seats);
}

TEST(Json, CountsTimeInMillisecondsSince1970) {
    const Timestamp time{1'767'225'600'123ms};
    Timestamp read_back;

    EXPECT_EQ(bj::serialize(write(time)), "1767225600123");
    ASSERT_FALSE(read(write(time), read_back, UnknownFields::refuse));
    EXPECT_EQ(read_back, time);
}

}  // namespace
}  // namespace holdfast::json
