// Every word a person reads comes from the content's copy map, by a key that the compiler knows.

import { content } from "./content";
import type { CopyKey, PluralKey } from "./generated/copy_keys";

export type { CopyKey, PluralKey };

export type Params = Record<string, string | number>;

export function t(key: CopyKey, params: Params = {}): string {
    const text = content.value?.copy[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

let rules: { language: string; plural: Intl.PluralRules } | undefined;

// `KEY_one`, `KEY_other` ... by the language's own rules; {count} is the number.
export function tn(key: PluralKey, count: number, params: Params = {}): string {
    const language = content.value?.language ?? "en";
    if (rules?.language !== language) rules = { language, plural: new Intl.PluralRules(language) };
    const exact = `${key}_${rules.plural.select(count)}`;
    const known = content.value?.copy[exact] !== undefined;
    return t((known ? exact : `${key}_other`) as CopyKey, { ...params, count });
}
