// Fetches the content before the first view, and keeps trying: until then the page's own words stand.

import { fetchContent } from "./api";
import { browserClock } from "./clock";
import { content } from "./content";

const pause = 3_000;

export async function loadContent(): Promise<void> {
    const language = navigator.language.slice(0, 2).toLowerCase();
    for (;;) {
        const fetched = await fetchContent(language);
        if (fetched.ok) {
            content.value = fetched.value;
            document.documentElement.lang = fetched.value.language;
            document.documentElement.dir = fetched.value.direction;
            return;
        }
        document.getElementById("boot-state")?.setAttribute("hidden", "");
        document.getElementById("boot-failed")?.removeAttribute("hidden");
        await new Promise<void>((resolve) => browserClock.after(pause, resolve));
    }
}
