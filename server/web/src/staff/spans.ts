// Cuts a text where its flagged spans begin and end. Spans count code points, not UTF-16 units.

import type { TextSpan } from "../protocol";

export interface Piece {
    text: string;
    isMarked: boolean;
}

export function pieces(text: string, spans: readonly TextSpan[]): Piece[] {
    const points = [...text];
    const marked = points.map((_point, at) => spans.some((span) => span.begin <= at && at < span.end));
    const result: Piece[] = [];
    for (const [at, point] of points.entries()) {
        const isMarked = marked[at] === true;
        const last = result.at(-1);
        if (last && last.isMarked === isMarked) last.text += point;
        else result.push({ text: point, isMarked });
    }
    return result;
}

export function wordsOf(text: string, span: TextSpan): string {
    return [...text].slice(span.begin, span.end).join("");
}
