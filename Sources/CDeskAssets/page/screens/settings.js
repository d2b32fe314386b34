// The lists that tickets choose from, the people, and the laptops.

import { get, patch, path, post } from "../parts/api.js";
import { form, labelled, optionsOf, select } from "../parts/choose.js";
import { choicesFor, desk, isAdmin, loadChoices, me } from "../parts/desk.js";
import { h, Part, replace, said } from "../parts/dom.js";
import { count, word } from "../parts/format.js";
import { complain, dialog, toast } from "../parts/say.js";

export const title = "Settings";

const LISTS = [
    ["category", "Categories", true], ["type", "Types", true], ["contact", "Contacts", false],
    ["organization", "Organizations", false], ["project", "Projects", false],
];

export async function open(place) {
    const parts = LISTS.map(([name, heading, needsAdmin]) => [name, new Part(
        h("section.card", { "aria-label": heading, id: name }),
        (rows) => drawList(name, heading, rows, needsAdmin, load))]);
    const members = new Part(h("section.card", { "aria-label": "Members" }), drawMembers);
    const laptops = new Part(h("section.card", { "aria-label": "Laptops" }), drawLaptops);
    const hub = (await import("./hub-panels.js")).hubPanels();
    replace(place, h("div.head", h("h1", "Settings"),
        h("span.faint", said(me().name), `, ${word(me().role).toLowerCase()} of `,
            said(desk.session.workspace))), hub.element,
    h("div.settings", parts.map(([, part]) => part.element), members.element,
        laptops.element));
    async function load() {
        const [people, machines, ...lists] = await Promise.all([get("members"), get("laptops"),
            ...LISTS.map(([name]) => get(`lists/${name}`, { all: 1 }))]);
        parts.forEach(([, part], index) => part.show([lists[index], me().role]));
        members.show(people);
        laptops.show(machines);
    }
    await load();
    return { changed: () => { hub.changed(); return load(); } };
}

function drawList(name, heading, [rows], needsAdmin, reload) {
    const isAllowed = !needsAdmin || isAdmin();
    const active = rows.filter((row) => !row.archived);
    const archived = rows.filter((row) => row.archived);
    const line = (row) => listRow(name, row, isAllowed, reload);
    return [
        h("header", h("h2", heading), h("span.faint", String(active.length))),
        isAllowed ? null : h("p.body.faint",
            `Only admins and owners change ${heading.toLowerCase()}: they name what everybody's `
            + `tickets mean. You are a ${word(me().role).toLowerCase()}; ask one of them.`),
        h("ul.entries", active.map(line)),
        active.length === 0 ? h("p.empty", "None yet.") : null,
        archived.length ? h("details.archived",
            h("summary", count(archived.length, "archived one")),
            h("ul.entries", archived.map(line))) : null,
        isAllowed ? addForm(name, reload) : null,
    ];
}

function listRow(name, row, isAllowed, reload) {
    const button = (words, work) => h("button.plain.small", {
        "data-focus": `${name}/${row.id}/${words}`,
        "aria-label": `${words}: ${row.name}`, onclick: () => work().catch(complain),
    }, words);
    const verb = row.archived ? "restore" : "archive";
    const act = async (what) => {
        await post(path`lists/${name}/${row.id}/${what}`);
        await Promise.all([reload(), loadChoices()]);
    };
    return h("li",
        h("span.grow", said(row.name),
            row.duplicate ? h("span.tag.warn", { title: "Two people added this name apart" },
                "twice") : null,
            row.organization ? h("small.faint", " ", said(row.organization)) : null,
            row.email ? h("small.faint", " ", said(row.email)) : null),
        isAllowed ? [
            row.archived ? null : button(verbOf(name), () => edit(name, row, reload)),
            button(row.archived ? "Restore" : "Archive", async () => {
                await act(verb);
                toast(`${row.name}: ${verb === "archive" ? "archived" : "restored"}.`,
                    () => act(verb === "archive" ? "restore" : "archive").catch(complain));
            })] : null);
}

const verbOf = (name) => hasOrganization(name) ? "Edit" : "Rename";
const hasOrganization = (name) => name === "contact" || name === "project";

async function edit(name, row, reload) {
    const fields = fieldsOf(name, row);
    await dialog(`${verbOf(name)} ${row.name}`, (close) => form(fields.labelled, {
        verb: verbOf(name) === "Edit" ? "Save" : "Rename", cancel: () => close(null),
        act: async () => {
            const changes = fields.changes();
            if (Object.keys(changes).length) {
                await patch(path`lists/${name}/${row.id}`, { seen: row.seen, ...changes });
            }
            close(true);
        },
    }));
    await Promise.all([reload(), loadChoices()]);
}

/// What a row of a list holds, to be filled in; `changes` has what differs from the row.
function fieldsOf(name, row = {}) {
    const prefix = row.id ? "" : `new-${name}`;
    const controls = {
        name: h("input", {
            name: prefix || "name", value: row.name ?? "", autocomplete: "off",
            autofocus: Boolean(row.id),
        }),
    };
    if (hasOrganization(name)) {
        const id = row.organization_id ?? "";
        controls.organization = select(optionsOf(choicesFor("organization"), id), id,
            { name: `${prefix}-organization` });
    }
    if (name === "contact") {
        controls.email = h("input", {
            type: "email", name: `${prefix}-email`, value: row.email ?? "", autocomplete: "off",
        });
    }
    const before = { name: row.name, organization: row.organization_id, email: row.email };
    return {
        labelled: Object.entries(controls).map(([key, control]) => labelled(word(key), control)),
        changes: () => Object.fromEntries(Object.entries(controls)
            .map(([key, control]) => [key, control.value.trim()])
            .filter(([key, value]) => value !== (before[key] ?? ""))
            .map(([key, value]) => [key, value === "" && key !== "name" ? null : value])),
    };
}

function addForm(name, reload) {
    const fields = fieldsOf(name);
    const words = `Add ${name === "organization" ? "an" : "a"} ${name}`;
    return h("details.add", h("summary", words), form(fields.labelled, {
        verb: "Add",
        act: async () => {
            const added = await post(path`lists/${name}`, { name: "", ...fields.changes() });
            toast(`${added.name} is added.`);
            await Promise.all([reload(), loadChoices()]);
        },
    }));
}

function drawMembers(people) {
    return [
        h("header", h("h2", "Members"), h("span.faint", String(people.length))),
        h("p.body.faint", isAdmin() ? "People and laptops, above, changes them at the hub."
            : "Owners and admins change members and laptops, at the hub. You are a member: "
            + "ask one of them."),
        h("ul.entries", people.map((one) => h("li",
            h("span.grow", said(one.name), one.id === me().id
                ? h("span.tag.busy", "you") : null,
            one.active ? null : h("span.tag", "deactivated")),
            h("span.faint", word(one.role))))),
    ];
}

function drawLaptops(laptops) {
    return [
        h("header", h("h2", "Laptops"), h("span.faint", String(laptops.length))),
        h("ul.entries", laptops.map((one) => h("li",
            h("span.ref", one.ordinal),
            h("span.grow", said(one.name),
                one.this ? h("span.tag.busy", "this one") : null),
            h("span.faint", said(one.member))))),
    ];
}
