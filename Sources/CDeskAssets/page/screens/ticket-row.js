// One line of a list of tickets: what it is, how it stands, and the marks that need a look.

import { h, said } from "../parts/dom.js";
import { count, time, word } from "../parts/format.js";
import { go, ticketAddress } from "../parts/route.js";

/// The columns that a list sorts by, with their heads.
export const COLUMNS = [
    ["id", "Number"], ["title", "Title"], ["status", "Status"], ["priority", "Priority"],
    ["assignee", "Assignee"], ["category", "Category"], ["organization", "Client"],
    ["updated", "Updated"],
];

const STATUS_TONES = { open: "busy", in_progress: "warn", resolved: "good", closed: "" };

export function statusTag(status) {
    const tone = STATUS_TONES[status];
    return h(tone ? `span.tag.${tone}` : "span.tag", null, word(status));
}

export function priorityMark(priority) {
    return h(`span.priority.${String(priority).replace(/[^a-z]/g, "")}`, word(priority));
}

/// What a person must know of a ticket before opening it, in letters as well as in colour.
export function marks(row) {
    const mark = (tone, words, meaning) =>
        h(tone ? `span.tag.${tone}` : "span.tag", { title: meaning }, words);
    return [
        row.conflicts?.length ? mark("bad", count(row.conflicts.length, "conflict"),
            `Several values stand in: ${row.conflicts.map(word).join(", ")}`) : null,
        row.held ? mark("bad", "held", "Held back from the client until somebody confirms") : null,
        row.unsent ? mark("warn", "not sent", "Saved on this laptop, not at the hub yet") : null,
        row.documents_pending ? mark("warn", "document pending",
            "A document's file is not on this laptop yet") : null,
        row.shared ? mark("good", "client sees", "The client can see this ticket") : null,
    ];
}

/// A row of the large list; `select(isSelected)` and `at()` are told what a hand does to it.
export function drawRow(row, { select, at }) {
    return h("tr", {
        onclick: (event) => {
            if (event.target.closest("a, input, label, button")) return;
            if (String(getSelection())) return;
            at();
            go(ticketAddress(row.id));
        },
    },
    h("td.tick", h("label", h("span.unseen", `Select ${row.id}`),
        h("input", {
            type: "checkbox", "data-focus": `select/${row.id}`,
            onchange: (event) => select(event.target.checked),
        }))),
    h("td.id.ref", row.id),
    h("td.title", h("div", h("a", {
        href: ticketAddress(row.id), "data-focus": `ticket/${row.id}`, onfocus: at, onclick: at,
    }, said(row.title)), h("span.marks", marks(row)))),
    h("td.status", statusTag(row.status)),
    h("td.priority", priorityMark(row.priority)),
    h("td.assignee", row.assignee ? said(row.assignee) : h("span.faint", "nobody")),
    h("td.category", said(row.category)),
    h("td.organization", said(row.organization ?? row.contact)),
    h("td.updated", time(row.updated_at)));
}

/// What is true of a row beside what stands in it.
export function markRow(line, { index, isCurrent, isSelected }) {
    line.setAttribute("aria-rowindex", index + 2);
    line.setAttribute("aria-selected", isSelected);
    line.querySelector("input").checked = isSelected;
    line.classList.toggle("current", isCurrent);
}

/// A short list of tickets, for the screens that show several lists; `extra` adds to a line.
export function ticketLines(rows, extra = () => null) {
    return h("ul.lines", rows.map((row) => h("li",
        h("span.ref", row.id),
        h("a.grow", { href: ticketAddress(row.id) }, said(row.title)),
        h("span.marks", marks(row)),
        row.priority ? priorityMark(row.priority) : null,
        row.status ? statusTag(row.status) : null,
        extra(row))));
}

/// Why a ticket deserves a look, as sentences.
export function attentionList(items) {
    if (!items?.length) return null;
    return h("ul.warning", items.map((item) => h("li", said(item.sentence))));
}
