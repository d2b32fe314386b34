// Several tickets changed together: one unit, so all of them or none.

import { get, post } from "../parts/api.js";
import { form, labelled, optionsOf, select } from "../parts/choose.js";
import { choicesFor, me } from "../parts/desk.js";
import { h } from "../parts/dom.js";
import { count, minutesOf, PRIORITIES, STATUSES, word } from "../parts/format.js";
import { dialog, toast } from "../parts/say.js";
import { ticketLines } from "./ticket-row.js";

const KEEP = "keep";

/// Gives the tickets to whoever's laptop this is.
export async function claim(ids) {
    if (ids.length === 0) return;
    if (ids.length === 1) {
        const ticket = await get(`tickets/${ids[0]}`);
        await post(`tickets/${ids[0]}/claim`, { seen: ticket.seen });
    } else {
        const { seen } = await post("tickets/selection", { ids });
        await post("tickets/bulk", { ids, seen, edit: { assignee: me().id } });
    }
    toast(ids.length === 1 ? `${ids[0]} is yours.` : `${ids.length} tickets are yours.`);
}

/// A dialog that shows the tickets, and writes only what was chosen in it.
export async function editTogether(ids) {
    if (ids.length === 0) return;
    const { tickets, seen } = await post("tickets/selection", { ids });
    const keep = [KEEP, "As it is"];
    const named = (field, none) => select(
        [keep, ...optionsOf(choicesFor(field), null, none)], KEEP, { name: field });
    const controls = {
        status: select([keep, ...STATUSES.map((name) => [name, word(name)])], KEEP,
            { name: "status" }),
        priority: select([keep, ...PRIORITIES.map((name) => [name, word(name)])], KEEP,
            { name: "priority" }),
        assignee: named("assignee", "Nobody"), category: named("category"), type: named("type"),
        project: named("project"), organization: named("organization"),
    };
    const estimate = h("input", { name: "estimate", placeholder: "As it is" });
    const done = await dialog(`Edit ${count(tickets.length, "ticket")} together`, (close) => [
        h("details", h("summary", "Which they are"),
            h("div.scroll.short", ticketLines(tickets))),
        form(h("div.grid",
            Object.entries(controls).map(([field, control]) => labelled(word(field), control)),
            labelled("Estimate", estimate, "As 45m, 2h or 2h30")), {
            verb: `Change ${count(tickets.length, "ticket")}`, cancel: () => close(null),
            act: async () => {
                const edit = editOf(controls, estimate.value.trim());
                if (Object.keys(edit).length === 0) {
                    throw new Error("Nothing was chosen, so nothing was changed.");
                }
                await post("tickets/bulk", { ids, seen, edit });
                close(edit);
            },
        }),
    ], { broad: true });
    if (done) toast(`Changed ${count(ids.length, "ticket")} as one change.`);
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
