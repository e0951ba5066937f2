#pragma once

#include "common/error.hpp"
#include "server/app/environment.hpp"
#include "server/app/identity.hpp"
#include "server/app/room_directory.hpp"
#include "server/app/shard.hpp"
#include "server/app/triage_desk.hpp"
#include "server/net/connection.hpp"
#include "server/store/store.hpp"

#include <cstddef>
#include <functional>
#include <memory>

namespace holdfast::app {

// The application between the sockets and the store: shards, rooms, the triage desk and identity.
// The server runs it on threads behind a Listener; scenarios run it in one thread on a manual
// clock. Built and destroyed while no shard runs.
class Core {
public:
    Core(Environment env, std::size_t shard_count);

    // Reads the open cases; nothing may be served before `done` (on the control shard).
    void load(std::function<void(Result<store::Nothing>)> done) { desk_.load(std::move(done)); }

    // On the shard's thread.
    std::unique_ptr<net::ConnectionHandler> make_session(std::size_t shard);

    const Environment& env() const { return env_; }
    Shards& shards() { return shards_; }
    RoomDirectory& directory() { return directory_; }
    TriageDesk& desk() { return desk_; }
    Identity& identity() { return identity_; }

private:
    Environment env_;
    Shards shards_;
    TriageDesk desk_;
    RoomDirectory directory_;
    Identity identity_;
};

}  // namespace holdfast::app
