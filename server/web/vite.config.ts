import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { readCopy } from "./build/copy_file.mjs";

// Words of the page itself: {{key}} in an entry's HTML is copy.toml's text.
function copyInHtml(): Plugin {
    const escaped: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
    return {
        name: "copy-in-html",
        transformIndexHtml(html) {
            const copy = readCopy();
            return html.replace(/\{\{([\w.]+)\}\}/g, (_whole, key: string) => {
                const text = copy[key];
                if (text === undefined) throw new Error(`${key} is not in copy.toml`);
                return text.replace(/[&<>"]/g, (char) => escaped[char] ?? char);
            });
        },
    };
}

const entry = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
    plugins: [copyInHtml()],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
        target: "es2022",
        // Only hashed files are under /assets/, and no script is put into the page.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: { index: entry("index.html"), staff: entry("staff.html") } },
    },
    server: {
        proxy: { "/api": "http://localhost:8080", "/ws": { target: "ws://localhost:8080", ws: true } },
    },
});
