#include "tests/load/swarm.hpp"

#include "common/protocol/codec.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <utility>

namespace holdfast::load {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t arriving_at_once = 32;
constexpr auto http_deadline = 20s;

constexpr std::array sentences{
    "today felt a bit lighter than yesterday, thanks for listening",
    "I went for a short walk and noticed the trees",
    "work was long but I made soup and that helped",
    "does anyone else find sunday evenings slow",
    "I called my sister and we talked about the garden",
    "reading what you wrote made me feel less odd about it",
};

// A number as letters, so that no detector takes it for a telephone.
std::string letters(std::size_t number) {
    std::string out;
    for (int i = 0; i < 8; ++i, number /= 20)
        out += "bcdfghjklmnpqrstvwxz"[number % 20];
    return out;
}

double milliseconds(SteadyClock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

struct Sent {
    SteadyClock::time_point at;
    std::size_t room = 0;
    std::size_t expected = 0;  // members of the room
    std::size_t received = 0;
    bool is_held = false;
};

class Swarm;

// One member: arrives, joins its room, then counts what comes.
class Member final : public net::ConnectionHandler {
public:
    Member(Swarm& swarm, std::size_t number, std::string token)
        : swarm_(swarm), number_(number), token_(std::move(token)) {}

    void on_open(net::Connection& connection) override;
    void on_text(std::string_view frame) override;
    void on_closed(std::optional<protocol::CloseCode>) override;

    void say(std::string text);

private:
    void send(std::string ref, protocol::Command command);

    Swarm& swarm_;
    std::size_t number_;
    std::string token_;
    net::Connection* connection_ = nullptr;
    std::uint64_t seq_ = 0;
    std::unordered_map<std::string, std::string> asked_;  // ref -> text
    std::uint64_t last_ref_ = 0;
};

class Swarm {
public:
    explicit Swarm(const Workload& workload)
        : workload_(workload), members_(workload.members), talk_timer_(context_) {}

    Result<Report> run();

    const Workload& workload() const { return workload_; }
    Report& report() { return report_; }
    std::size_t room_of(std::size_t member) const { return member % workload_.rooms.size(); }

    void joined(std::size_t number, Member& member);
    void lost(std::size_t number);
    void acknowledged(const std::string& text, bool is_visible);
    void refused(const std::string& text);
    void delivered(const std::string& text);

private:
    void arrive(std::size_t number);
    void talk();
    bool all_came() const;
    bool run_until(const auto& is_met, SteadyClock::duration limit);

    Workload workload_;
    boost::asio::io_context context_{1};
    std::vector<Member*> members_;
    boost::asio::steady_timer talk_timer_;
    std::size_t next_arrival_ = 0;
    std::size_t failed_ = 0;
    std::string first_failure_;
    SteadyClock::time_point started_;
    std::size_t sent_count_ = 0;
    std::size_t next_speaker_ = 0;
    bool is_talking_ = false;
    std::unordered_map<std::string, Sent> sent_;
    std::vector<double> acknowledged_;
    std::vector<double> delivered_;
    Report report_;
};

void Member::on_open(net::Connection& connection) {
    connection_ = &connection;
    protocol::Hello hello;
    hello.token = token_;
    send("hello", hello);
}

void Member::send(std::string ref, protocol::Command command) {
    protocol::Request request;
    request.ref.value = std::move(ref);
    request.command = std::move(command);
    connection_->send(net::Frame(protocol::encode(request)));
}

void Member::say(std::string text) {
    protocol::Say say;
    say.room.value = swarm_.workload().rooms[swarm_.room_of(number_)];
    say.key.value = "k" + std::to_string(++last_ref_);
    say.text = text;
    const std::string ref = "s" + std::to_string(last_ref_);
    asked_.emplace(ref, std::move(text));
    send(ref, say);
}

void Member::on_text(std::string_view frame) {
    const auto decoded = protocol::decode_from_server(frame);
    if (!decoded) {
        ++swarm_.report().out_of_order;
        return;
    }
    if (const auto* event = std::get_if<protocol::Event>(&*decoded)) {
        const auto* entry = std::get_if<protocol::Entry>(event);
        if (!entry) return;
        if (entry->entry.seq.value != seq_ + 1) ++swarm_.report().out_of_order;
        seq_ = entry->entry.seq.value;
        swarm_.delivered(entry->entry.message.text);
        return;
    }
    const auto& reply = std::get<protocol::Reply>(*decoded);
    if (std::holds_alternative<protocol::Welcome>(reply)) {
        protocol::Join join;
        join.room.value = swarm_.workload().rooms[swarm_.room_of(number_)];
        send("join", join);
    } else if (const auto* joined = std::get_if<protocol::Joined>(&reply)) {
        seq_ = joined->seq.value;
        swarm_.joined(number_, *this);
    } else if (const auto* said = std::get_if<protocol::Said>(&reply)) {
        const auto asked = asked_.extract(said->ref.value);
        if (asked) swarm_.acknowledged(asked.mapped(), said->message.seq.has_value());
    } else if (const auto* refused = std::get_if<protocol::Refused>(&reply)) {
        ++swarm_.report().refused;
        if (const auto asked = asked_.extract(refused->ref.value)) swarm_.refused(asked.mapped());
    }
}

void Member::on_closed(std::optional<protocol::CloseCode>) {
    swarm_.lost(number_);
}

void Swarm::arrive(std::size_t number) {
    net::HttpRequest request;
    request.method = "POST";
    request.path = "/api/guests";
    request.headers.emplace_back("content-type", "application/json");
    request.body = "{}";
    net::call(
        context_,
        workload_.target,
        std::move(request),
        http_deadline,
        [this, number](Result<net::HttpResponse> response) {
            boost::system::error_code error;
            boost::json::value body;
            if (response && response->status == 201) {
                body = boost::json::parse(*response->body, error);
            }
            const auto* object = body.if_object();
            const auto* token = object ? object->if_contains("token") : nullptr;
            if (!token || !token->is_string()) {
                ++failed_;
                first_failure_ = response ? "status " + std::to_string(response->status)
                                          : response.error().detail;
                return;
            }
            net::connect(
                context_,
                workload_.target,
                std::make_unique<Member>(*this, number, std::string(token->get_string())),
                [](std::uint16_t, std::string) {}
            );
        }
    );
}

void Swarm::joined(std::size_t number, Member& member) {
    members_[number] = &member;
    ++report_.joined;
    if (next_arrival_ < workload_.members) arrive(next_arrival_++);
}

void Swarm::lost(std::size_t number) {
    members_[number] = nullptr;
    if (is_talking_) ++report_.lost_connections;
}

void Swarm::acknowledged(const std::string& text, bool is_visible) {
    const auto sent = sent_.find(text);
    if (sent == sent_.end()) return;
    ++report_.said;
    acknowledged_.push_back(milliseconds(SteadyClock::now() - sent->second.at));
    if (!is_visible) {
        ++report_.held;
        sent->second.is_held = true;
    }
}

void Swarm::refused(const std::string& text) {
    sent_.erase(text);
}

void Swarm::delivered(const std::string& text) {
    const auto sent = sent_.find(text);
    if (sent == sent_.end()) return;
    ++sent->second.received;
    delivered_.push_back(milliseconds(SteadyClock::now() - sent->second.at));
}

// Open loop: what is due by now is sent now, so that a slow server cannot slow its own measurement.
void Swarm::talk() {
    const auto elapsed = SteadyClock::now() - started_;
    if (elapsed >= workload_.duration) {
        is_talking_ = false;
        return;
    }
    const double due = std::chrono::duration<double>(elapsed).count() * workload_.rate;
    for (; static_cast<double>(sent_count_) < due; ++sent_count_) {
        Member* speaker = members_[next_speaker_];
        const std::size_t room = room_of(next_speaker_);
        next_speaker_ = (next_speaker_ + 1) % members_.size();
        if (!speaker) continue;
        std::string text = sentences[sent_count_ % sentences.size()];
        text += " " + letters(sent_count_);
        Sent sent;
        sent.at = SteadyClock::now();
        sent.room = room;
        for (std::size_t i = room; i < members_.size(); i += workload_.rooms.size()) {
            sent.expected += members_[i] ? 1 : 0;
        }
        sent_.emplace(text, sent);
        speaker->say(std::move(text));
    }
    talk_timer_.expires_after(1ms);
    talk_timer_.async_wait([this](boost::system::error_code) { talk(); });
}

bool Swarm::all_came() const {
    return std::all_of(sent_.begin(), sent_.end(), [](const auto& sent) {
        return sent.second.is_held || sent.second.received >= sent.second.expected;
    });
}

bool Swarm::run_until(const auto& is_met, SteadyClock::duration limit) {
    const auto deadline = SteadyClock::now() + limit;
    while (!is_met()) {
        if (SteadyClock::now() >= deadline) return false;
        context_.restart();
        context_.run_one_for(20ms);
    }
    return true;
}

Result<Report> Swarm::run() {
    next_arrival_ = std::min(arriving_at_once, workload_.members);
    for (std::size_t i = 0; i < next_arrival_; ++i)
        arrive(i);
    const auto all_there = [&] { return report_.joined == workload_.members || failed_ > 0; };
    if (!run_until(all_there, workload_.patience) || failed_ > 0) {
        const std::string count = std::to_string(report_.joined);
        return Error{Errc::internal, "only " + count + " members could join: " + first_failure_};
    }
    started_ = SteadyClock::now();
    is_talking_ = true;
    talk();
    run_until([&] { return !is_talking_; }, workload_.duration + workload_.patience);
    run_until([&] { return all_came(); }, workload_.patience);
    report_.seconds = std::chrono::duration<double>(workload_.duration).count();
    for (const auto& [text, sent] : sent_) {
        if (!sent.is_held && sent.received < sent.expected) {
            report_.missing += sent.expected - sent.received;
        }
    }
    report_.acknowledged = percentiles_of(std::move(acknowledged_));
    report_.delivered = percentiles_of(std::move(delivered_));
    return report_;
}

}  // namespace

Percentiles percentiles_of(std::vector<double> values) {
    Percentiles result;
    result.count = values.size();
    if (values.empty()) return result;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    result.p50 = at(0.50);
    result.p90 = at(0.90);
    result.p99 = at(0.99);
    result.max = values.back();
    return result;
}

Result<Report> run(const Workload& workload) {
    return Swarm(workload).run();
}

}  // namespace holdfast::load
