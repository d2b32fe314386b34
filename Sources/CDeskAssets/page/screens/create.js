// A new ticket: every field, a draft from the first letter on, and tickets that may be the same.

import { get, post } from "../parts/api.js";
import { form, labelled, optionsOf, select } from "../parts/choose.js";
import { choicesFor, Draft } from "../parts/desk.js";
import { debounce, h, replace } from "../parts/dom.js";
import { minutesOf, PRIORITIES, STATUSES, word } from "../parts/format.js";
import { go, ticketAddress } from "../parts/route.js";
import { toast } from "../parts/say.js";
import { ticketLines } from "./ticket-row.js";

export const title = "New ticket";

export async function open(place) {
    const draft = new Draft("ticket:new");
    const controls = makeControls();
    const similar = h("div", { role: "status" });
    const keep = () => draft.write(textOf(controls));
    const look = debounce(120, () => showSimilar(similar, controls.title.value));
    for (const control of Object.values(controls)) {
        control.addEventListener("input", keep);
        control.addEventListener("change", keep);
    }
    controls.title.addEventListener("input", look);
    const cancel = async () => {
        await draft.clear();
        go("#/tickets");
    };
    const whole = (control) => h("div.whole", control);
    const element = form(h("div.grid",
        whole([labelled("Title", controls.title), similar]),
        whole(labelled("Description", controls.description)),
        ["status", "priority", "assignee", "category", "type", "project", "contact",
            "organization"].map((field) => labelled(word(field), controls[field])),
        labelled("Estimate", controls.estimate, "As 45m, 2h or 2h30")), {
        verb: "Create the ticket", cancel,
        extra: h("span.faint.grow", "Kept as a draft on this laptop while you write."),
        act: async () => {
            const made = await post("tickets", draftOf(controls));
            await draft.clear();
            go(ticketAddress(made.id));
            toast(`${made.id} is saved on this laptop.`);
        },
    });
    element.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.requestSubmit();
    });
    replace(place, h("div.head", h("h1", "New ticket")),
        h("section.card", { "aria-label": "New ticket" }, h("div.body", element)));
    const kept = await draft.read();
    if (kept) fill(controls, kept.text);
    controls.title.focus();
    if (controls.title.value) look();
    return { close: () => draft.flush() };
}

function makeControls() {
    const named = (field, none = "None") =>
        select(optionsOf(choicesFor(field), null, none), "", { name: field });
    const controls = {
        title: h("input", { name: "title", required: true, autocomplete: "off", dir: "auto" }),
        description: h("textarea", { name: "description", rows: 7, dir: "auto" }),
        status: select(STATUSES.map((name) => [name, word(name)]), "open", { name: "status" }),
        priority: select(PRIORITIES.map((name) => [name, word(name)]), "normal",
            { name: "priority" }),
        assignee: named("assignee", "Nobody"), category: named("category"), type: named("type"),
        project: named("project"), contact: named("contact"), organization: named("organization"),
        estimate: h("input", { name: "estimate", autocomplete: "off", placeholder: "None" }),
    };
    // A contact brings its organization along, unless another was chosen.
    controls.contact.addEventListener("change", () => {
        const contact = choicesFor("contact").find((item) => item.id === controls.contact.value);
        const home = choicesFor("organization").find((item) =>
            item.name === contact?.organization || item.id === contact?.organization);
        if (home && !controls.organization.value) controls.organization.value = home.id;
    });
    return controls;
}

function textOf(controls) {
    const values = Object.entries(controls).map(([field, control]) => [field, control.value]);
    return JSON.stringify(Object.fromEntries(values));
}

function fill(controls, text) {
    let values;
    try { values = JSON.parse(text); } catch { return; }
    for (const [field, control] of Object.entries(controls)) {
        if (typeof values[field] === "string") control.value = values[field];
    }
}

function draftOf(controls) {
    const draft = {};
    for (const [field, control] of Object.entries(controls)) {
        const value = control.value;
        if (field === "estimate" || value.trim() === "") continue;
        draft[field] = value;
    }
    const estimate = controls.estimate.value.trim();
    if (estimate) {
        draft.estimate = minutesOf(estimate);
        if (draft.estimate === null) {
            throw new Error(`"${estimate}" is no length of time: write it as 45m, 2h or 2h30.`);
        }
    }
    if (!draft.title) draft.title = controls.title.value;
    return draft;
}

let asked = 0;
async function showSimilar(place, text) {
    asked += 1;
    const own = asked;
    let found = [];
    if (text.trim().length > 2) {
        try { found = (await get("tickets/similar", { title: text, limit: 4 })).tickets; } catch {
            return; // A hint that fails is no reason to disturb anybody.
        }
    }
    if (own !== asked) return;
    replace(place, found.length === 0 ? null : h("div.similar",
        h("p.label", "Perhaps it is here already:"), ticketLines(found)));
}
