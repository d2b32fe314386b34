// What the page tells a person in passing: lines at the bottom, a way back, dialogs.

import { freshID, h, replace } from "./dom.js";
import { prose } from "./format.js";

const place = () => document.querySelector(".toasts");
const SHORT = 6_000;
const LONG = 12_000;

/// Says it to whoever cannot see the screen change.
export function announce(text) {
    const region = document.getElementById("said");
    region.textContent = "";
    // A region that gets the same text twice is read once: it is emptied first, and then filled.
    requestAnimationFrame(() => { region.textContent = text; });
}

/// A line that goes by itself, with a way back where there is one.
export function toast(text, undo) {
    const line = h("div.toast", h("span", text));
    if (undo) {
        line.append(h("button.small", {
            onclick: () => { line.remove(); undo(); },
        }, "Undo"));
    }
    announce(undo ? `${text} Control Z takes it back.` : text);
    show(line, undo ? LONG : SHORT);
    latestUndo = undo ? { line, undo } : null;
}

let latestUndo = null;
/// Takes back what was said last, if it can still be taken back.
export function undoLatest() {
    if (!latestUndo?.line.isConnected) return false;
    const { line, undo } = latestUndo;
    line.remove();
    latestUndo = null;
    undo();
    return true;
}

/// Something went wrong: what, what was kept, what to do. It stays until it was read.
export function complain(error) {
    const line = h(
        "div.toast.bad", { role: "alert" },
        h("span", prose(error.message ?? error),
            h("small", prose(error.hint ?? "What you typed is still here."))),
        h("button.small", { onclick: () => line.remove() }, "Close"));
    show(line, null);
}

/// The same beside the form that it is about.
export function tell(place, error) {
    replace(place, prose([error.message, error.hint].filter(Boolean).join(" ")));
    place.hidden = false;
}

function show(line, milliseconds) {
    place().append(line);
    while (place().children.length > 3) place().firstChild.remove();
    if (milliseconds) setTimeout(() => line.remove(), milliseconds);
}

/// Opens a dialog; resolves to what was decided, or null when it was left.
/// `build(close)` gives its content; `close(value)` ends it.
export function dialog(title, build, { broad = false } = {}) {
    return new Promise((resolve) => {
        const id = freshID("dialog");
        const box = h(broad ? "dialog.broad" : "dialog", { "aria-labelledby": id });
        let answer = null;
        const close = (value) => { answer = value; box.close(); };
        box.append(h("h2", { id }, title));
        const content = build(close);
        box.append(...(Array.isArray(content) ? content.filter(Boolean) : [content]));
        box.addEventListener("close", () => { box.remove(); resolve(answer); });
        document.body.append(box);
        box.showModal();
        // What a long one begins with is read before its button is pressed.
        if (document.activeElement?.localName === "button") box.scrollTop = 0;
    });
}

/// Asks before something that cannot simply be taken back.
/// Where `isCareful`, striking Enter does nothing.
export function confirmed(title, text, verb, { broad = false, isCareful = false } = {}) {
    return dialog(title, (close) => [
        typeof text === "string" ? h("p", text) : text,
        h("div.row.end",
            h("button", { autofocus: isCareful, onclick: () => close(false) }, "Cancel"),
            h("button.primary", { autofocus: !isCareful, onclick: () => close(true) },
                verb)),
    ], { broad });
}
