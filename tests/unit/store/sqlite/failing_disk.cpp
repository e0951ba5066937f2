#include "tests/unit/store/sqlite/failing_disk.hpp"

namespace holdfast::store {

// SQLite allocates it with the real file right behind.
struct FailingDisk::File {
    sqlite3_file base;
    FailingDisk* disk;
    bool is_log;

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

struct FailingDisk::Methods {
    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return of(file).real(); }
    static const sqlite3_io_methods& below(sqlite3_file* file) { return *real(file)->pMethods; }

    static int open(
        sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* out
    ) {
        auto* disk = static_cast<FailingDisk*>(vfs->pAppData);
        File& opened = of(file);
        opened.disk = disk;
        opened.is_log = (flags & SQLITE_OPEN_WAL) != 0;
        const int code = disk->real_->xOpen(disk->real_, name, opened.real(), flags, out);
        opened.base.pMethods = opened.real()->pMethods ? &table : nullptr;
        return code;
    }

    static int close(sqlite3_file* f) { return below(f).xClose(real(f)); }
    static int read(sqlite3_file* f, void* into, int size, sqlite3_int64 from) {
        const int code = of(f).disk->read_code_;
        return code ? code : below(f).xRead(real(f), into, size, from);
    }
    static int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 to) {
        FailingDisk& disk = *of(f).disk;
        if (const int code = disk.next_write()) return code;
        if (of(f).is_log) ++disk.unsynced_writes_;
        return below(f).xWrite(real(f), from, size, to);
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) {
        const int code = of(f).disk->next_write();
        return code ? code : below(f).xTruncate(real(f), size);
    }
    static int sync(sqlite3_file* f, int flags) {
        FailingDisk& disk = *of(f).disk;
        if (const int code = disk.next_write()) return code;
        if (of(f).is_log) {
            disk.unsynced_writes_ = 0;
            ++disk.syncs_;
        }
        return below(f).xSync(real(f), flags);
    }
    static int size(sqlite3_file* f, sqlite3_int64* out) {
        return below(f).xFileSize(real(f), out);
    }
    static int lock(sqlite3_file* f, int kind) { return below(f).xLock(real(f), kind); }
    static int unlock(sqlite3_file* f, int kind) { return below(f).xUnlock(real(f), kind); }
    static int reserved(sqlite3_file* f, int* out) {
        return below(f).xCheckReservedLock(real(f), out);
    }
    static int control(sqlite3_file* f, int op, void* argument) {
        return below(f).xFileControl(real(f), op, argument);
    }
    static int sector(sqlite3_file* f) { return below(f).xSectorSize(real(f)); }
    static int traits(sqlite3_file* f) { return below(f).xDeviceCharacteristics(real(f)); }
    static int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return below(f).xShmMap(real(f), page, size, extend, out);
    }
    static int shm_lock(sqlite3_file* f, int offset, int count, int flags) {
        return below(f).xShmLock(real(f), offset, count, flags);
    }
    static void shm_barrier(sqlite3_file* f) { below(f).xShmBarrier(real(f)); }
    static int shm_unmap(sqlite3_file* f, int remove) {
        return below(f).xShmUnmap(real(f), remove);
    }

    static constexpr sqlite3_io_methods table{
        2,        close,       read,      write,   truncate, sync,   size,
        lock,     unlock,      reserved,  control, sector,   traits, shm_map,
        shm_lock, shm_barrier, shm_unmap, nullptr, nullptr,
    };
};

FailingDisk::FailingDisk() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
    // The other entries of the real one do without their file and are taken as they are.
    vfs_.zName = "failing-disk";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pAppData = this;
    vfs_.pNext = nullptr;
    vfs_.xOpen = Methods::open;
    sqlite3_vfs_register(&vfs_, 1);
}

FailingDisk::~FailingDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
}

void FailingDisk::fail_writes_after(int good, int code) {
    has_failed_ = false;
    good_ = good;
    write_code_ = code;
}

void FailingDisk::heal() {
    write_code_ = SQLITE_OK;
    read_code_ = SQLITE_OK;
}

int FailingDisk::next_write() {
    if (write_code_ == SQLITE_OK || --good_ >= 0) return SQLITE_OK;
    has_failed_ = true;
    return write_code_;
}

}  // namespace holdfast::store
