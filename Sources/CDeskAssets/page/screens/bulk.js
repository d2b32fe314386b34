// Several tickets changed together: one unit, so all of them or none.

import { get, post } from "../parts/api.js";
import { form, labelled, optionsOf, select } from "../parts/choose.js";
import { choicesFor, me } from "../parts/desk.js";
import { h } from "../parts/dom.js";
import { count, minutesOf, PRIORITIES, STATUSES, word } from "../parts/format.js";
import { confirmed, dialog, toast } from "../parts/say.js";
import { wayBack } from "../parts/undo.js";
import { goingText } from "./release.js";
import { ticketLines } from "./ticket-row.js";

const KEEP = "keep";

/// Gives the tickets to whoever's laptop this is.
export async function claim(ids) {
    if (ids.length === 0) return;
    if (ids.length === 1) {
        const { seen } = await get(`tickets/${ids[0]}`);
        const { dot } = await post(`tickets/${ids[0]}/claim`, { seen });
        toast(`${ids[0]} is yours.`, wayBack(dot));
        return;
    }
    const { seen } = await post("tickets/selection", { ids });
    const { dot } = await post("tickets/bulk", { ids, seen, edit: { assignee: me().id } });
    toast(`${ids.length} tickets are yours.`, wayBack(dot));
}

/// A dialog that shows the tickets, and writes only what was chosen in it.
export async function editTogether(ids) {
    if (ids.length === 0) return;
    const { tickets, seen } = await post("tickets/selection", { ids });
    const controls = makeControls();
    const estimate = h("input", { name: "estimate", placeholder: "As it is" });
    const done = await dialog(`Edit ${count(tickets.length, "ticket")} together`, (close) => [
        h("details", h("summary", "Which they are"),
            h("div.scroll.short", ticketLines(tickets))),
        form(h("div.grid",
            Object.entries(controls).map(([field, control]) => labelled(word(field), control,
                field === "contact" ? "Brings its organization along" : null)),
            labelled("Estimate", estimate, "As 45m, 2h or 2h30")), {
            verb: `Change ${count(tickets.length, "ticket")}`, cancel: () => close(null),
            act: async () => {
                const edit = editOf(controls, estimate.value.trim());
                if (Object.keys(edit).length === 0) {
                    throw new Error("Nothing was chosen, so nothing was changed.");
                }
                close(await post("tickets/bulk", { ids, seen, edit }));
            },
        }),
    ], { broad: true });
    if (!done) return;
    toast(done.dot ? `Changed ${count(ids.length, "ticket")} as one change.`
        : "All of them were so already; nothing was changed.", wayBack(done.dot));
}

function makeControls() {
    const keep = [KEEP, "As it is"];
    const named = (field, none) => select(
        [keep, ...optionsOf(choicesFor(field), null, none)], KEEP, { name: field });
    const words = (field, names) => select(
        [keep, ...names.map((name) => [name, word(name)])], KEEP, { name: field });
    const status = words("status", STATUSES);
    status.autofocus = true;
    return {
        status, priority: words("priority", PRIORITIES),
        assignee: named("assignee", "Nobody"), category: named("category"), type: named("type"),
        project: named("project"), contact: named("contact"), organization: named("organization"),
    };
}

function editOf(controls, estimate) {
    const edit = {};
    for (const [field, control] of Object.entries(controls)) {
        if (control.value !== KEEP) edit[field] = control.value === "" ? null : control.value;
    }
    if (estimate) {
        edit.estimate = minutesOf(estimate);
        if (edit.estimate === null) {
            throw new Error(`"${estimate}" is no length of time: write it as 45m, 2h or 2h30.`);
        }
    }
    return edit;
}

/// Shows the tickets to their clients, after a look at every word that goes.
export async function share(ids) {
    if (ids.length === 0) return;
    const { tickets } = await post("tickets/release", { ids });
    const words = tickets.map((going) => h("section.stack", h("h3.ref", going.id),
        goingText(going)));
    const heading = `Share ${count(ids.length, "ticket")}`;
    if (!await confirmed(heading, h("div.stack", words), heading,
        { broad: true, isCareful: true })) return;
    const { dot } = await post("tickets/share", { ids, seen: tickets.map(({ seen }) => seen) });
    toast(dot ? `Shared ${count(ids.length, "ticket")} as one change.`
        : "Their clients can see all of them already.", wayBack(dot));
}

/// Hides the tickets from their clients.
export async function hide(ids) {
    if (ids.length === 0) return;
    const { seen } = await post("tickets/selection", { ids });
    const { dot } = await post("tickets/unshare", { ids, seen: [seen] });
    toast(dot ? `Hidden: no client can see ${ids.length === 1 ? "it" : "them"}.`
        : "They were hidden already.");
}
