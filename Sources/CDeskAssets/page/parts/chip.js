// The state of the sync in words, always in view; never green while anything waits or conflicts.

import { get, post } from "./api.js";
import { desk } from "./desk.js";
import { h, replace, said } from "./dom.js";
import { count, prose, shortTime, time } from "./format.js";
import { go } from "./route.js";
import { complain, dialog, toast } from "./say.js";

const STYLES = { good: "good", busy: "busy", offline: "warn", decide: "bad", attention: "bad" };

const lost = {
    tone: "attention", words: "syncd is not running", action: null,
    cause: "This page cannot reach syncd on this laptop. What was saved is saved. "
        + "Start it again with `syncd run`; the page goes on by itself.",
};

/// The chip's element and a way to draw it anew.
export function makeChip() {
    const words = h("button.plain.small.words", {
        onclick: details, "data-focus": "chip",
    });
    const live = h("span.unseen", { role: "status" });
    const action = h("span");
    const chip = h("div.chip", words, action);
    let shown = "";
    const draw = () => {
        const state = desk.isConnected ? desk.status?.chip : lost;
        if (!state) return;
        const text = local(state);
        const key = JSON.stringify([state, text]);
        if (key === shown) return;
        shown = key;
        chip.className = `chip ${STYLES[state.tone] ?? "warn"}`;
        chip.title = state.cause ?? "";
        words.textContent = text;
        if (live.textContent !== text) live.textContent = text;
        replace(action, state.action ? h("button.small", {
            "data-focus": "chip-action", onclick: () => perform(state.action.do),
        }, state.action.label) : null);
    };
    return { element: h("div", chip, live), draw };
}

/// The words with the time as a clock on this wall shows it.
function local(state) {
    if (!state.since) return state.words;
    return state.words.replace(state.since, shortTime(state.since));
}

export async function perform(what) {
    if (what === "show_conflicts" || what === "show_held") {
        const { reviews, held } = desk.status;
        return go(reviews || held ? "#/conflicts" : "#/conflicts?all=1");
    }
    if (what === "show_refused") return go("#/waiting");
    try {
        await post("sync");
        toast("In contact with the hub: everything is exchanged.");
    } catch (error) {
        complain(error);
    }
    return undefined;
}

async function details() {
    let status = desk.status;
    try { status = await get("status"); } catch { /* What was known last is shown. */ }
    const state = desk.isConnected ? status.chip : lost;
    const { rules } = status;
    const line = (name, value) => [h("dt", name), h("dd", value)];
    return dialog(local(state), (close) => [
        state.cause ? h("p", prose(state.cause)) : null,
        h("dl.facts",
            line("This laptop", said(`${status.replica} of ${status.member}`)),
            line("Workspace", said(status.workspace)),
            line("Hub", said(status.hub)),
            line("Last contact", time(status.last_contact)),
            line("Not sent", count(status.pending, "change")),
            line("Not accepted", count(status.refused, "change")),
            line("To decide", count(status.reviews, "conflict")),
            line("Held back", count(status.held, "item")),
            line("Merge rules", [`version ${rules.here}`,
                rules.hub && rules.hub !== rules.here ? `, the hub has ${rules.hub}` : null])),
        h("div.row.end",
            h("button", { onclick: () => close(null) }, "Close"),
            h("button.primary", {
                onclick: () => { close(null); perform("sync"); },
            }, "Sync now")),
    ]);
}
