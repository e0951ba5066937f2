import { render } from "preact";
import { loadContent } from "../load_content";
import { Exit } from "../shared/dialog";
import { startTicking } from "../shared/ticking";
import { App } from "./app";
import { MemberSession } from "./member_session";
import { leaveNow, listenForShift } from "./quick_exit";

const session = new MemberSession();
const leave = () => leaveNow(() => session.end());

await loadContent();
listenForShift(leave);
startTicking();
session.resume();

const root = document.getElementById("app");
if (root) {
    root.replaceChildren();
    render(
        <Exit.Provider value={leave}>
            <App session={session} onLeave={leave} />
        </Exit.Provider>,
        root,
    );
}
