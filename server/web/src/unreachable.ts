// Ends an exhaustive switch: tsc fails where a new variant has no case. At run time an older client
// that meets a newer server keeps its state.
export function unreachable<T>(_variant: never, unchanged: T): T {
    return unchanged;
}
