// My work: what is mine by priority, what nobody has, and what happened while I was away.

import { get, post } from "../parts/api.js";
import { h, Part, replace, said } from "../parts/dom.js";
import { count, prose, time, word } from "../parts/format.js";
import { listAddress, ticketAddress } from "../parts/route.js";
import { complain, toast } from "../parts/say.js";
import { attentionList, statusTag, ticketLines } from "./ticket-row.js";

export const title = "My work";

const SECTIONS = [
    ["mine", "Mine, by priority", "Nothing is on your list.",
        { assignee: "me", status: ["open", "in_progress"], sort: "priority" }],
    ["needs_owner", "Needs an owner", "Every ticket that is worked on has an owner.",
        { assignee: "none", status: ["open", "in_progress"] }],
    ["waiting_for_confirmation", "Waiting for confirmation",
        "Nothing that you resolved waits to be closed.",
        { assignee: "me", status: "resolved" }],
];

export async function open(place) {
    const away = new Part(h("section.card", { "aria-label": "While you were away" }),
        (data) => drawAway(data, load));
    const attention = new Part(h("section.card", { "aria-label": "Attention" }), drawAttention);
    const parts = SECTIONS.map(([key, heading, none, filter]) => [key, new Part(
        h("section.card", { "aria-label": heading }),
        (data) => drawSection(heading, none, filter, data))]);
    replace(place, h("div.head", h("h1", "My work")),
        h("div.two",
            h("div.broad", parts.map(([, part]) => part.element)),
            h("aside", { "aria-label": "News" }, away.element, attention.element)));
    async function load() {
        const work = await get("work");
        for (const [key, part] of parts) part.show(work[key]);
        attention.show(work.attention);
        away.show(work.away);
    }
    await load();
    return { changed: load };
}

function drawSection(heading, none, filter, { total, tickets }) {
    return [
        h("header", h("h2", heading),
            total === 0 ? null
                : h("a", { href: listAddress(filter) }, count(total, "ticket"))),
        tickets.length === 0 ? h("p.empty", none) : ticketLines(tickets),
        total > tickets.length
            ? h("p.empty", h("a", { href: listAddress(filter) }, `All ${total}`)) : null,
    ];
}

function drawAttention({ total, tickets }) {
    return [
        h("header", h("h2", "Needs a look"), h("span.faint", String(total))),
        tickets.length === 0 ? h("p.empty", "Nothing of yours needs a look.")
            : h("ul.lines.tall", tickets.map((row) => h("li",
                h("div.grow", h("a", { href: ticketAddress(row.id) }, said(row.title)), " ",
                    h("span.ref", row.id), attentionList(row.attention))))),
    ];
}

function drawAway(away, reload) {
    const isEmpty = away.tickets.length === 0 && away.notices.length === 0;
    const read = async () => {
        try {
            await post("away/read", { position: away.position });
            await reload();
            toast("Read.");
        } catch (error) {
            complain(error);
        }
    };
    const readNotice = (notice) => post("notices/read", { ids: [notice.id] })
        .then(reload).catch(complain);
    return [
        h("header", h("h2", "While you were away"),
            away.since ? h("span.faint", "since ", time(away.since)) : null),
        isEmpty ? h("p.empty", "Nobody else changed anything.") : null,
        away.notices.length ? h("ul.lines.tall", away.notices.map((notice) => h("li",
            h("div.grow",
                h("span.tag.warn", word(notice.grade)), " ",
                notice.ticket ? h("a", { href: ticketAddress(notice.ticket) }, notice.ticket)
                    : null,
                h("p.text", prose(notice.sentence))),
            notice.grade === "review" ? h("a.button.small", { href: "#/conflicts" }, "Decide")
                : h("button.small", {
                    "data-focus": `notice/${notice.id}`,
                    onclick: () => readNotice(notice),
                }, "I have read it")))) : null,
        away.tickets.length ? h("ul.lines", away.tickets.map((row) => h("li",
            h("span.ref", row.id),
            h("a.grow", { href: ticketAddress(row.id) }, said(row.title)),
            h("span.faint", count(row.changes, "change"), " by ",
                said(row.members.join(", "))),
            row.status ? statusTag(row.status) : null))) : null,
        isEmpty ? null : h("p.foot", h("button.small", {
            onclick: read, "data-focus": "away-read",
        }, "I have seen all this")),
    ];
}
