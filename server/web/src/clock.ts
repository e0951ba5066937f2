// Time, as the connection and the sessions see it: injected, so that tests stand it still.
export interface Clock {
    now(): number;
    // Runs once after `ms`; the answer cancels it.
    after(ms: number, run: () => void): () => void;
}

export const browserClock: Clock = {
    now: () => Date.now(),
    after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
    },
};
