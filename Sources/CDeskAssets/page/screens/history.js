// What was done to a ticket, change by change, and what its client sees of it.

import { get, path } from "../parts/api.js";
import { choicesFor } from "../parts/desk.js";
import { h, replace, said } from "../parts/dom.js";
import { optionsOf, select, labelled } from "../parts/choose.js";
import { fieldWord, time, valueNode, word } from "../parts/format.js";
import { tell } from "../parts/say.js";

/// A panel that loads when it is opened, and again when the ticket changes.
function lazyPanel(screen, heading, load) {
    const body = h("div.body");
    const panel = h("details.card.panel", h("summary", h("h2", heading)), body);
    const draw = async () => {
        if (!panel.open) return;
        try {
            replace(body, await load(draw));
        } catch (error) {
            const trouble = h("p.trouble");
            tell(trouble, error);
            replace(body, trouble);
        }
    };
    panel.addEventListener("toggle", draw);
    const before = screen.onShown;
    screen.onShown = () => { before?.(); draw(); };
    return panel;
}

export function historyPanel(screen) {
    return lazyPanel(screen, "History", async () => {
        const changes = await get(path`tickets/${screen.id}/history`);
        return h("ol.history", byUnit(changes).reverse().map(unit));
    });
}

/// Changes of one action stand together.
function byUnit(changes) {
    const units = [];
    for (const change of changes) {
        const last = units.at(-1);
        if (last?.dot === change.dot) last.changes.push(change);
        else units.push({ ...change, changes: [change] });
    }
    return units;
}

function unit(one) {
    return h("li",
        h("p.by", h("strong", said(one.who)), " on ", said(one.device), " ",
            time(one.acted_at),
            one.role ? h("span.faint", ` as ${word(one.role).toLowerCase()}`) : null,
            one.received_at ? h("span.faint", ", at the hub ", time(one.received_at))
                : h("span.tag.warn", "not sent"),
            one.offline ? h("span.tag", "made offline") : null),
        // What belongs to a ticket names it; that goes without saying here.
        h("ul", one.changes.filter((change) => !change.field.endsWith("/ticket"))
            .map((change) => h("li",
            h("span.label", said(fieldWord(change.field))), " ",
            change.from === null || change.created ? null
                : [h("span.was", valueNode(change.field, change.from)), " → "],
            h("span.text", valueNode(change.field, change.to)), " ",
            change.standing === "overruled" ? h("span.tag.bad", "overruled") : null,
            change.merged ? h("span.tag", { title: `Rule: ${change.rule}` }, "merged") : null))));
}

/// By the code that answers clients, not by a guess of the page's.
export function clientPanel(screen) {
    let contact = null;
    return lazyPanel(screen, "What the client sees", async (draw) => {
        const chosen = contact ?? screen.ticket.ids.contact;
        const choice = labelled("Read as", select(
            optionsOf(choicesFor("contact"), chosen, "Choose a contact"), chosen ?? "", {
                name: "reader",
                onchange: (event) => { contact = event.target.value || null; draw(); },
            }));
        if (!chosen) return [choice, h("p.faint", "No contact is set on this ticket.")];
        const { linkButton } = await import("./client-link.js");
        const link = linkButton(chosen);
        let seen = null;
        try {
            seen = await get(path`tickets/${screen.id}/as-client`, { contact: chosen });
        } catch (error) {
            if (error.code !== "not_found") throw error;
        }
        const nothing = h("p", "Nothing: this contact does not see the ticket.");
        return [choice, !seen ? nothing : h("article.as-client",
            h("h3", { dir: "auto" }, seen.title), h("p.faint", word(seen.status)),
            seen.description ? h("div.text", { dir: "auto" }, seen.description) : null,
            (seen.comments ?? []).map((one) => h("div.comment.client",
                h("p.by", h("strong", said(one.author)), " ", time(one.created_at)),
                h("div.text", { dir: "auto" }, one.body))),
            (seen.documents ?? []).map((one) => h("p", said(one.name)))), link];
    });
}
