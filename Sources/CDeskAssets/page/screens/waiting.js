// Not sent and not accepted: what is on this laptop alone, how old, how large, and what to do.

import { get, post, query } from "../parts/api.js";
import { perform } from "../parts/chip.js";
import { desk } from "../parts/desk.js";
import { h, replace, said } from "../parts/dom.js";
import { age, bytes, count, fieldWord, time, valueNode } from "../parts/format.js";
import { ticketAddress } from "../parts/route.js";
import { complain, confirmed, toast } from "../parts/say.js";

export const title = "Not sent";

export async function open(place) {
    let shown = "";
    const load = async () => {
        const [unsent, all] = await Promise.all([
            get("unsent", { limit: 500 }), get("refused", { all: 1 })]);
        const key = JSON.stringify([unsent, all, desk.status?.chip]);
        if (key === shown) return;
        shown = key;
        const isOpen = (one) => one.state === "open";
        replace(place, h("div.head", h("h1", "Not sent")),
            refusedCard(all.filter(isOpen), load), unsentCard(unsent),
            settledCard(all.filter((one) => !isOpen(one))));
    };
    await load();
    return { changed: load, contact: () => load().catch(complain) };
}

function unsentCard({ total, bytes: size, oldest, changes }) {
    return h("section.card", { "aria-label": "Changes waiting" },
        h("header", h("h2", "Changes waiting"),
            h("span.faint", { role: "status" }, total === 0 ? "none"
                : [count(total, "change"), ", ", bytes(size), ", the oldest ", age(oldest)]),
            total === 0 ? null : h("button.small", {
                "data-focus": "sync-now", onclick: () => perform("sync"),
            }, "Send now")),
        total === 0 ? h("div.empty", h("strong", "Everything is at the hub."),
            "What you save offline waits here until there is a network.")
            : h("ul.entries", changes.map((one) => h("li",
                h("div.grow", ticketsOf(one), changesOf(one)),
                h("small.faint", time(one.acted_at), ", ", bytes(one.bytes))))));
}

function refusedCard(refused, reload) {
    if (refused.length === 0) return null;
    return h("section.card", { "aria-label": "Not accepted" },
        h("header", h("h2", "Not accepted"),
            h("span.faint", { role: "status" }, count(refused.length, "change")),
            h("a.button.small", { href: "/api/refused/export", download: "not-accepted.json" },
                "Export all")),
        h("p.body", "The hub could not take these. Nothing of them is lost: they are kept "
            + "here until you try again, export them, or give them up."),
        h("ul.entries", refused.map((one) => h("li",
            h("div.grow",
                h("p", h("strong", said(one.message)),
                    one.field ? [" ", h("span.faint", fieldWord(one.field))] : null),
                ticketsOf(one), changesOf(one),
                h("small.faint", "written ", time(one.acted_at), ", not accepted ",
                    time(one.at)),
                h("div.actions",
                    button("Try again", one, () => retry(one, reload)),
                    exportLink(one),
                    button("Give it up", one, () => discard(one, reload))))))));
}

/// What was tried again or given up: its words are never thrown away.
function settledCard(settled) {
    if (settled.length === 0) return null;
    return h("details.card.panel", h("summary", h("h2", "Tried again or given up")),
        h("ul.entries", settled.map((one) => h("li",
            h("div.grow", ticketsOf(one), changesOf(one)),
            h("small.faint", one.state === "retried" ? "tried again, " : "given up, ",
                "written ", time(one.acted_at)), exportLink(one)))));
}

function exportLink(one) {
    return h("a.button.small", {
        href: `/api/refused/export?${query({ dot: one.dot })}`,
        download: `not-accepted-${one.dot}.json`,
    }, "Export");
}

function button(words, one, work) {
    return h("button.small", {
        "data-focus": `${words}/${one.dot}`,
        onclick: () => work().catch(complain),
    }, words);
}

async function group(one, purpose) {
    const units = await get("refused/group", { dot: one.dot, for: purpose });
    const others = units.filter((unit) => unit.dot !== one.dot);
    const text = others.length === 0 ? null : h("div",
        h("p", `${count(others.length, "other change")} need it and go with it:`),
        h("ul.entries", others.map((unit) => h("li", changesOf(unit)))));
    return { dots: units.map((unit) => unit.dot), text };
}

async function retry(one, reload) {
    const { dots, text } = await group(one, "retry");
    if (text && !await confirmed("Try these again?", text, "Try again")) return;
    await post("refused/retry", { dots });
    toast("Written again; it is sent with the next contact.");
    await reload();
}

async function discard(one, reload) {
    const { dots, text } = await group(one, "discard");
    const words = h("div", h("p", "It is not sent any more. Its text stays in the "
        + "list of what was settled, and can be exported."), changesOf(one), text);
    if (!await confirmed("Give it up?", words, "Give it up")) return;
    await post("refused/discard", { dots });
    toast("Given up; its text is kept.");
    await reload();
}

function ticketsOf(one) {
    return h("p", one.tickets.map((id) => [
        h("a", { href: ticketAddress(id) }, id), " "]));
}

export function changesOf(one) {
    // What belongs to a ticket names it; that goes without saying here.
    const changes = one.changes.filter(({ field }) => !field.endsWith("/ticket"));
    return h("ul.changes", changes.map((change) => h("li",
        h("span.label", fieldWord(change.field)), " ",
        h("span.text", valueNode(change.field, change.to)))));
}
