#pragma once

#include <sqlite3.h>

#include <atomic>

namespace holdfast::store {

// A disk that fails when told. It stands between SQLite and the real one for every file opened
// while it lives; one at a time.
class FailingDisk {
public:
    FailingDisk();
    FailingDisk(const FailingDisk&) = delete;
    ~FailingDisk();

    // After `good` more writes, truncations and syncs, each further one fails with `code`.
    void fail_writes_after(int good, int code);
    void fail_reads(int code) { read_code_ = code; }
    void heal();

    // Whether a write failed since the last time it was told to.
    bool has_failed() const { return has_failed_; }
    // Writes to the log since its last sync: what a power cut could take.
    int unsynced_writes() const { return unsynced_writes_; }
    int syncs() const { return syncs_; }

private:
    struct File;
    struct Methods;

    // What the next write returns: SQLITE_OK, or the failure.
    int next_write();

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
    std::atomic<int> good_ = 0;
    std::atomic<int> write_code_ = SQLITE_OK;
    std::atomic<int> read_code_ = SQLITE_OK;
    std::atomic<bool> has_failed_ = false;
    std::atomic<int> unsynced_writes_ = 0;
    std::atomic<int> syncs_ = 0;
};

}  // namespace holdfast::store
