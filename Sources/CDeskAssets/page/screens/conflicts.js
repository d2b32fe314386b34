// What waits for a decision: by ticket, the value that is used and why, and all others.

import { get, post } from "../parts/api.js";
import { form } from "../parts/choose.js";
import { h, replace, said } from "../parts/dom.js";
import { count, duration, fieldWord, valueNode, word } from "../parts/format.js";
import { address, restate, ticketAddress } from "../parts/route.js";
import { complain, dialog, toast } from "../parts/say.js";
import { siblingLine } from "./settle.js";

export const title = "Conflicts";

export async function open(place, { parameters }) {
    const screen = new ConflictsScreen(place, parameters.get("all") === "1");
    await screen.load();
    return screen;
}

class ConflictsScreen {
    constructor(place, isAll) {
        this.place = place;
        this.isAll = isAll;
    }

    changed() { return this.load(); }

    async load() {
        const [{ total, conflicts }, notices] = await Promise.all([
            get("conflicts", { limit: 200, ...(this.isAll ? {} : { review: 1 }) }),
            get("notices")]);
        const unread = notices.filter((notice) => notice.grade !== "review");
        const key = JSON.stringify([total, conflicts, unread, this.isAll]);
        if (key === this.shown) return;
        this.shown = key;
        this.unread = new Map(unread.map((one) => [`${one.ticket} ${one.field}`, one.id]));
        this.#draw(total, conflicts);
    }

    #draw(total, conflicts) {
        const groups = byTicket(conflicts);
        replace(this.place,
            h("div.head", h("h1", "Conflicts"),
                h("span.faint", { role: "status" }, total === 0 ? "nothing to decide"
                    : count(total, this.isAll ? "field" : "decision")),
                h("span.space"),
                h("label", h("input", {
                    type: "checkbox", checked: this.isAll, name: "all", "data-focus": "all",
                    onchange: (event) => this.#showAll(event.target.checked),
                }), " Also what the rules settled")),
            groups.length === 0 ? h("div.empty",
                h("strong", "Nothing waits for a decision."),
                "Edits that were made apart either touched different fields, or the rules settled "
                + "them. Every value is in the history.",
                this.isAll || this.unread.size === 0 ? null : h("p", h("button", {
                    "data-focus": "look", onclick: () => this.#showAll(true),
                }, `Look at ${count(this.unread.size, "field")} that the rules settled`))) : null,
            groups.map((group) => h("section.card", { "aria-label": group.title },
                h("header", h("h2", group.ticket
                    ? h("a", { href: ticketAddress(group.ticket) }, said(group.title))
                    : said(group.title)),
                group.ticket ? h("span.ref", group.ticket) : null),
                group.items.map((item) => this.#item(item)))));
    }

    #showAll(isAll) {
        this.isAll = isAll;
        restate(address("conflicts", null, new URLSearchParams(isAll ? { all: "1" } : {})));
        this.load().catch(complain);
    }

    #item(item) {
        const others = item.siblings.filter((sibling) =>
            JSON.stringify(sibling.value) !== JSON.stringify(item.shown));
        const isText = /(^|\/)(description|body)$/.test(item.field);
        const decide = (decision) => () => this.decide(item, decision).catch(complain);
        const button = (words, decision, style = "button.small") => h(style, {
            "data-focus": `${words}/${item.ticket}/${item.field}`,
            onclick: decide(decision),
        }, words);
        return h("article.conflict", { "data-conflict": `${item.ticket ?? ""} ${item.field}` },
            h("h3", fieldWord(item.field), " ",
                item.held ? h("span.tag.bad", "held back from the client")
                    : h(item.grade === "review" ? "span.tag.bad" : "span.tag", null,
                        item.grade === "review" ? "to decide" : word(item.grade))),
            h("p", said(item.why)),
            h(isText ? "div.sides.texts" : "div.sides", null,
                h("div.side.used", h("p.label", "Used now"),
                    this.#used(item)),
                others.map((sibling) => h("div.side", h("p.label", "Also written"),
                    siblingLine(item.field, sibling),
                    // What goes to a client is looked at first.
                    item.held ? null : h("button.small", {
                        "data-focus": `use/${sibling.dot}/${item.field}`,
                        onclick: decide({ decision: "use", dot: sibling.dot }),
                    }, "Use this")))),
            h("div.row",
                item.held && item.ticket
                    ? [h("a.button.small.primary", { href: ticketAddress(item.ticket) },
                        "Look and release"), button("Keep it hidden", { decision: "keep" })]
                    : button("Keep what is used", { decision: "keep" }, "button.small.primary"),
                this.#readButton(item),
                item.held ? null : h("button.small", {
                    "data-focus": `edit/${item.ticket}/${item.field}`,
                    onclick: () => this.#edit(item, isText).catch(complain),
                }, isText ? "Compare and edit" : "Write another")));
    }

    /// What a rule settled needs no decision: it is enough to have read it.
    #readButton(item) {
        const notice = this.unread.get(`${item.ticket} ${item.field}`);
        if (!notice) return null;
        return h("button.small", {
            "data-focus": `read/${notice}`,
            onclick: () => post("notices/read", { ids: [notice] })
                .then(() => this.load()).catch(complain),
        }, "I have read it");
    }

    /// The value in use with its author, or alone where a rule made it of several.
    #used(item) {
        const sibling = item.siblings.find((one) =>
            JSON.stringify(one.value) === JSON.stringify(item.shown));
        return sibling ? siblingLine(item.field, sibling)
            : h("div.value.text", valueNode(item.field, item.shown));
    }

    async decide(item, decision) {
        const answer = await post("conflicts/decide", {
            ticket: item.ticket, field: item.field, seen: item.seen, ...decision,
        });
        await this.load();
        if (decision.decision === "undo") return toast("Taken back.");
        const after = { ...item, seen: answer.ticket?.seen };
        return toast("Decided.", answer.ticket
            ? () => this.decide(after, { decision: "undo" }).catch(complain) : undefined);
    }

    async #edit(item, isText) {
        const versions = isText ? await get("conflicts/versions",
            { ticket: item.ticket, field: item.field }) : null;
        const suggestion = versions?.suggestion?.text;
        const start = suggestion ?? plain(item);
        const control = isText
            ? h("textarea", { rows: 10, value: start, "aria-label": "New text", dir: "auto" })
            : h("input", { value: start, "aria-label": "New value" });
        const decision = await dialog(`${fieldWord(item.field)}: write what is right`, (close) => [
            versions ? h("div.sides.texts", [["Where they parted", versions.base],
                ...item.siblings.map((one) => [`${one.member}, ${one.device}`, one.value])]
                .filter(([, text]) => text !== null && text !== undefined)
                .map(([who, text]) => h("div.side", h("p.label", said(who)),
                    h("div.text", { dir: "auto" }, String(text) || "nothing")))) : null,
            suggestion ? h("p.faint", "Below is the suggested merge by lines",
                versions.suggestion.overlaps
                    ? `; in ${count(versions.suggestion.overlaps, "place")} both changed the same.`
                    : ".") : null,
            form(control, {
                verb: "Save this", cancel: () => close(null),
                act: async () => close(control.value === suggestion
                    ? { decision: "suggested" } : { decision: "set", value: control.value }),
            }),
        ], { broad: isText });
        if (decision) await this.decide(item, decision);
    }
}

function byTicket(conflicts) {
    const groups = new Map();
    for (const item of conflicts) {
        const key = item.ticket ?? item.field;
        if (!groups.has(key)) {
            groups.set(key, {
                ticket: item.ticket, title: item.title ?? fieldWord(item.field), items: [],
            });
        }
        groups.get(key).items.push(item);
    }
    return [...groups.values()];
}

/// The shown value as somebody would type it.
function plain(item) {
    const name = item.field.split("/").at(-1);
    if (item.shown === null || item.shown === undefined) return "";
    if (name === "estimate" || name === "minutes") return duration(item.shown);
    return typeof item.shown === "object" ? "" : String(item.shown);
}
