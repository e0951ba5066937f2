// A server of memory and words for working on the pages: node mock/server.mjs [--port 8080]
// [--content FOLDER]. It speaks holdfast.v1 and sends the real Content-Security-Policy.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { WebSocketServer } from "ws";
import { readContent } from "./content.mjs";
import { Refusal, World } from "./world.mjs";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'";
const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const names = ["Quiet Otter", "Gentle Heron", "Amber Finch", "Patient Fern", "Steady Lark", "Mossy Hare"];

export function startMock({ port = 0, contentFolder }) {
    const world = new World();
    let guests = 0;
    const json = (response, status, body) => {
        response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
        response.end(JSON.stringify(body));
    };
    const page = (response, path) => {
        const file = join(
            dist,
            path === "/" ? "index.html" : existsSync(join(dist, path)) ? path : `${path}.html`,
        );
        if (!file.startsWith(dist) || !existsSync(file)) return json(response, 404, { code: "bad_field" });
        response.writeHead(200, { "Content-Type": types[extname(file)], "Content-Security-Policy": policy });
        response.end(readFileSync(file));
    };
    const server = createServer(async (request, response) => {
        const { pathname } = new URL(request.url, "http://localhost");
        let body = "";
        for await (const chunk of request) body += chunk;
        if (pathname === "/api/guests")
            return json(response, 201, world.addPerson(names[guests++ % names.length]));
        if (pathname === "/api/sign-in") {
            const { code } = JSON.parse(body);
            if (!code.startsWith("let-me-in")) return json(response, 401, { code: "bad_token" });
            return json(response, 200, world.addPerson(code.split(" ")[1] ?? "Rowan", "moderator"));
        }
        if (pathname === "/api/sign-out") return response.writeHead(204).end();
        if (pathname === "/api/content") return json(response, 200, readContent(contentFolder));
        if (pathname === "/api/rooms") {
            const rooms = [...world.rooms.values()].filter((room) => !room.id.startsWith("care."));
            return json(response, 200, {
                rooms: rooms.map((room) => ({ id: room.id, ...world.presence(room), paused: room.paused })),
            });
        }
        return page(response, pathname);
    });
    const sockets = new WebSocketServer({ server, path: "/ws", handleProtocols: () => "holdfast.v1" });
    sockets.on("connection", (socket) => {
        const client = { send: (frame) => socket.send(JSON.stringify(frame)) };
        world.clients.add(client);
        socket.on("message", (data) => {
            const { ref, ...command } = JSON.parse(data.toString());
            try {
                client.send({ ...world.serve(client, command), ref });
            } catch (error) {
                if (!(error instanceof Refusal)) throw error;
                client.send({ ...error.reply, ref });
                if (error.reply.code === "bad_token") socket.close(4500);
            }
        });
        socket.on("close", () => world.gone(client));
    });
    return new Promise((resolve) => {
        server.listen(port, "127.0.0.1", () => {
            resolve({
                world,
                url: `http://127.0.0.1:${server.address().port}`,
                stop: () => {
                    for (const socket of sockets.clients) socket.terminate();
                    sockets.close();
                    return new Promise((done) => server.close(done));
                },
            });
        });
    });
}

export function seed(world) {
    const people = ["Patient Fern", "Mossy Hare", "Steady Lark"].map((name) => world.addPerson(name).you);
    const start = Date.now() - 25 * 60_000;
    const talk = [
        [0, "Morning everyone. I made it out of bed before ten, so that is something."],
        [1, "That counts. Yesterday I could not."],
        [1, "How are you now, Fern?"],
        [0, "Tired, but the kettle is on."],
        [
            2,
            "I keep waiting for my sister to write back. I know it is only an hour. My head says she is gone for good.",
        ],
        [0, "I know that hour. I put my feet on the floor and name what I can see. It helps me a bit."],
        [2, "Some days I don't want to be here any more. Then the kettle boils and I do."],
        [1, "Thank you for saying it, Lark. I am glad you are here."],
    ];
    talk.forEach(([who, text], index) => {
        world.say(
            people[who],
            { room: "lighter-steps", key: `seed-${index}`, text },
            start + index * 110_000,
        );
    });
    const far = world.addPerson("Amber Finch").you;
    world.say(far, {
        room: "harbour",
        key: "seed-harbour",
        text: "I want to end it. She left and I want to end my life.",
    });
    for (const room of [
        "arrivals",
        "everyday",
        "turning-toward",
        "new-pattern",
        "quiet-company",
        "thoughts-and-steps",
    ]) {
        world.room(room);
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values } = parseArgs({
        options: {
            port: { type: "string", default: "8080" },
            content: { type: "string", default: fileURLToPath(new URL("../../../content", import.meta.url)) },
        },
    });
    const mock = await startMock({ port: Number(values.port), contentFolder: values.content });
    seed(mock.world);
    console.log(`${mock.url}/ and ${mock.url}/staff (code: let-me-in)`);
}
