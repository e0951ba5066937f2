// What this tab keeps through a reload: session storage, and memory where a browser forbids that.
// Gone with the tab, and at once with `wipe`.

const memory = new Map<string, string>();

export const tabStorage = {
    get(key: string): string | undefined {
        try {
            return sessionStorage.getItem(key) ?? memory.get(key);
        } catch {
            return memory.get(key);
        }
    },
    set(key: string, value: string): void {
        memory.set(key, value);
        try {
            sessionStorage.setItem(key, value);
        } catch {
            return;
        }
    },
    remove(key: string): void {
        memory.delete(key);
        try {
            sessionStorage.removeItem(key);
        } catch {
            return;
        }
    },
    wipe(): void {
        memory.clear();
        try {
            sessionStorage.clear();
        } catch {
            return;
        }
    },
};
