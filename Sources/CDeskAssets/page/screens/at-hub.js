// What is done at the hub while online: whether it can be asked, and waiting for it, but never for
// ever.

import { Failure } from "../parts/api.js";
import { form } from "../parts/choose.js";
import { desk, onDesk } from "../parts/desk.js";
import { h, replace } from "../parts/dom.js";
import { prose } from "../parts/format.js";
import { complain, dialog } from "../parts/say.js";

/// syncd gives up sooner; this is for a syncd that does not answer itself.
const PATIENCE = 70_000;
/// A wait that nobody notices is not told.
const UNNOTICED = 300;

/// Why the hub cannot be asked now, in a sentence; null while it can.
export function whyNot() {
    if (!desk.isConnected) return "This is done at the hub, and syncd is not running here.";
    const { online, last_contact: last, failure } = desk.status;
    if (online) return null;
    return "This is done at the hub, which cannot be asked now"
        + `${last ? `; it answered last at ${last}` : ""}. `
        + (failure ? `${failure.replace(/\.?$/, ".")} ` : "")
        + "Nothing is kept to be done later: do it when the hub answers again.";
}

/// Draws why the hub cannot be asked, or null: now, and whenever that changes, as long as the
/// element is on the page.
function follow(element, draw) {
    let shown;
    let wasThere = false;
    const look = () => {
        wasThere ||= element.isConnected;
        if (wasThere && !element.isConnected) {
            stop();
            return;
        }
        const why = whyNot();
        if (why === shown) return;
        shown = why;
        draw(why);
    };
    const stop = onDesk(look);
    look();
}

const warning = (why) => (why ? h("p.warning", prose(why)) : null);

/// A line that says why nothing can be done; as long as it does, the controls are off.
export function hubNote(...controls) {
    const note = h("div", { role: "status" });
    follow(note, (why) => {
        replace(note, warning(why));
        for (const one of controls) one.disabled = why !== null;
    });
    return note;
}

const leftAlone = () => new Failure({
    code: "cancelled", message: "Not waited for any longer.",
    hint: "The hub may have done it all the same: look at the list before you do it again.",
}, 0);

/// Runs what asks the hub until it is done, stopped, or takes too long.
async function bounded(stop, work) {
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
        return await work(stop.signal);
    } catch (error) {
        throw stop.signal.aborted ? leftAlone() : error;
    } finally {
        clearTimeout(timer);
    }
}

/// Asks the hub; a wait shows in the place, with a way out of it.
export async function atHub(place, work) {
    const stop = new AbortController();
    const told = setTimeout(() => replace(place, h("p.row.faint", "Asking the hub.",
        h("button.small", { onclick: () => stop.abort() }, "Cancel"))), UNNOTICED);
    try {
        return await bounded(stop, work);
    } finally {
        clearTimeout(told);
        replace(place);
    }
}

/// A dialog whose deed is done at the hub; resolves to what the hub said, or null. Leaving it
/// while it waits is not waiting any longer.
export async function hubDialog(heading, content, { verb, act }) {
    const waiting = h("div.faint", { role: "status" });
    let stop = null;
    const answer = await dialog(heading, (close) => {
        const element = form([content, waiting], {
            verb, cancel: () => close(null),
            act: async () => {
                if (whyNot()) return;
                stop = new AbortController();
                waiting.textContent = "Asking the hub.";
                try {
                    close(await bounded(stop, act));
                } finally {
                    stop = null;
                    waiting.textContent = "";
                    // The form gives its button back, whatever the hub does.
                    setTimeout(() => { button.disabled = whyNot() !== null; });
                }
            },
        });
        const button = element.querySelector("[type=submit]");
        element.prepend(hubNote(button));
        return element;
    });
    if (stop) {
        stop.abort();
        complain(leftAlone());
    }
    return answer;
}

/// A place that shows what the hub says, once it can be asked, and what can be done with it only
/// while it can. Gives what loads it again.
export function hubList(place, load, draw) {
    const note = h("div", { role: "status" });
    const waiting = h("div", { role: "status" });
    const content = h("fieldset.bare");
    let running = null;
    let isLate = false;
    const read = async () => {
        do {
            isLate = false;
            replace(content, draw(await atHub(waiting, load)));
        } while (isLate);
    };
    const show = async () => {
        if (whyNot()) return;
        if (running) {
            isLate = true;
            return;
        }
        running = read();
        try {
            await running;
        } catch (error) {
            replace(waiting, h("p.trouble", error.message, " ", error.hint ?? ""),
                h("button.small", { onclick: show }, "Try again"));
        } finally {
            running = null;
        }
    };
    replace(place, note, waiting, content);
    follow(note, (why) => {
        replace(note, warning(why));
        content.disabled = why !== null;
        show();
    });
    return show;
}

/// What is shown this once, to be taken along.
export function onceText(label, text) {
    const field = h("input.once", { value: text, readonly: true, "aria-label": label });
    field.addEventListener("focus", () => field.select());
    const copied = h("span.faint", { role: "status" });
    return h("div.row", field, h("button.primary", {
        autofocus: true,
        onclick: async () => {
            field.select();
            try {
                await navigator.clipboard.writeText(text);
                copied.textContent = "Copied.";
            } catch {
                copied.textContent = "It is marked: copy it with Ctrl+C.";
            }
        },
    }, "Copy"), copied);
}
