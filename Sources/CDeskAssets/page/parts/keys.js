// The keyboard: one table of what keys do, which the help dialog prints.

import { h } from "./dom.js";
import { dialog, undoLatest } from "./say.js";

const everywhere = [
    ["n", "New ticket"], ["/", "Search the tickets"], ["?", "These keys"],
    ["g t", "Tickets"], ["g m", "My work"], ["g c", "Conflicts"], ["g u", "Not sent"],
    ["g w", "Workload"], ["g l", "Time"], ["g s", "Settings"],
    ["Ctrl+Z", "Take back what was just done"], ["Esc", "Close, or leave a field unchanged"],
];

const screens = {
    tickets: [
        ["j", "Next ticket"], ["k", "Ticket before"], ["Enter", "Open the ticket"],
        ["x", "Select the ticket"], ["Shift+X", "Select all that were found"],
        ["a", "Take the ticket, or its selection"], ["e", "Edit the selected tickets together"],
        ["f", "Go to the filters"], ["Home, End", "First ticket, last ticket"],
    ],
    ticket: [
        ["e", "Edit the title"], ["s", "Status"], ["p", "Priority"], ["a", "Take it"],
        ["c", "Write a comment"], ["t", "Log time"], ["u", "Back to the list"],
        ["Ctrl+Enter", "Save the text that is being written"],
    ],
};

let handlers = {};
let screen = "";
let pending = "";
let pendingTimer = null;

/// Says which keys the screen that is shown takes; the screen before loses its own.
export function useKeys(name, ownHandlers) {
    screen = name;
    handlers = ownHandlers;
}

/// Listens once for the whole page; `global` has what works on every screen.
export function listen(global) {
    document.addEventListener("keydown", (event) => {
        if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
        const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
        if ((event.ctrlKey || event.metaKey) && event.key === "z" && !isTyping) {
            if (undoLatest()) event.preventDefault();
            return;
        }
        if (event.ctrlKey || event.metaKey) return;
        if (isTyping && !isTick(event.target)) return;
        const name = named(event);
        const sequence = pending ? `${pending} ${name}` : name;
        clearTimeout(pendingTimer);
        pending = "";
        const handler = handlers[sequence] ?? global[sequence];
        if (handler) {
            event.preventDefault();
            handler(event);
        } else if (name === "g") {
            pending = "g";
            pendingTimer = setTimeout(() => { pending = ""; }, 1_200);
        }
    });
}

/// A tick box takes no letters, so letters go on meaning commands while it has the focus.
function isTick(element) { return element.type === "checkbox" || element.type === "radio"; }

function named(event) { return event.key === "X" ? "Shift+X" : event.key; }

/// The keys of this screen and of all.
export function helpDialog() {
    const table = (title, rows) => h("table",
        h("caption", title),
        h("tbody", rows.map(([key, meaning]) => h("tr",
            h("th", { scope: "row" }, key.split(/[ ,]+/).map((part, index) => [
                index ? " " : "", h("kbd", part)])),
            h("td", meaning)))));
    return dialog("Keys", (close) => [
        h("div.grid",
            table("Everywhere", everywhere),
            screens[screen] ? table("On this screen", screens[screen]) : null),
        h("div.row.end",
            h("button.primary", { autofocus: true, onclick: () => close(null) },
                "Close")),
    ], { broad: true });
}
