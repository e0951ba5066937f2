#include "common/log.hpp"

#include "common/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>

namespace holdfast::log {

namespace {

constexpr std::size_t queue_lines = 8192;

spdlog::level::level_enum level_of(Severity severity) {
    switch (severity) {
        case Severity::debug:
            return spdlog::level::debug;
        case Severity::info:
            return spdlog::level::info;
        case Severity::warning:
            return spdlog::level::warn;
        case Severity::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view name_of_level(Severity severity) {
    switch (severity) {
        case Severity::debug:
            return "debug";
        case Severity::info:
            return "info";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "error";
}

std::shared_ptr<spdlog::logger> logger_on(std::shared_ptr<spdlog::logger> logger) {
    // The line is a whole JSON object already: spdlog's patterns do not escape quotes.
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::warn);
    return logger;
}

// A name of a file or a peer's words may hold any bytes, but a line is always JSON.
std::string as_utf8(std::string bytes) {
    if (text::is_utf8(bytes)) return bytes;
    for (char& byte : bytes) {
        if (static_cast<unsigned char>(byte) >= 0x80) byte = '?';
    }
    return bytes;
}

// Replaced by start() and stop() only, both on the main thread while no other thread logs.
std::shared_ptr<spdlog::logger>& current() {
    static std::shared_ptr<spdlog::logger> logger = logger_on(std::make_shared<spdlog::logger>(
        "direct", std::make_shared<spdlog::sinks::stderr_sink_mt>()
    ));
    return logger;
}

}  // namespace

Field Field::note(std::string_view name, std::string words) {
    Field field;
    field.name = name;
    field.value = std::move(words);
    return field;
}

void start(Severity least) {
    spdlog::init_thread_pool(queue_lines, 1);
    current() = logger_on(std::make_shared<spdlog::async_logger>(
        "holdfast",
        std::make_shared<spdlog::sinks::stderr_sink_mt>(),
        spdlog::thread_pool(),
        spdlog::async_overflow_policy::overrun_oldest
    ));
    current()->set_level(level_of(least));
    spdlog::flush_every(std::chrono::seconds(1));
}

void stop() {
    current()->flush();
    current() = logger_on(std::make_shared<spdlog::logger>(
        "direct", std::make_shared<spdlog::sinks::stderr_sink_mt>()
    ));
    spdlog::shutdown();
}

std::uint64_t dropped_lines() {
    const auto pool = spdlog::thread_pool();
    return pool ? pool->overrun_counter() : 0;
}

void write(Severity severity, std::string_view event, Fields fields) {
    spdlog::logger& logger = *current();
    if (!logger.should_log(level_of(severity))) return;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    boost::json::object line;
    line.emplace("ts", std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    line.emplace("level", name_of_level(severity));
    line.emplace("event", event);
    for (const Field& field : fields) {
        if (field.is_number) {
            line.emplace(field.name, boost::json::parse(field.value));
        } else {
            line.emplace(field.name, as_utf8(field.value));
        }
    }
    logger.log(level_of(severity), boost::json::serialize(line));
}

}  // namespace holdfast::log
