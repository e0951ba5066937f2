// The browser's WebSocket as the connection wants it.

import type { OpenSocket } from "./connection";
import { subprotocol } from "./protocol";

export const openBrowserSocket: OpenSocket = (handlers) => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`, subprotocol);
    socket.onopen = () => handlers.opened();
    socket.onmessage = (message: MessageEvent<string>) => handlers.received(message.data);
    socket.onclose = (event) => handlers.closed(event.code);
    return {
        send: (text) => {
            if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => socket.close(),
    };
};
