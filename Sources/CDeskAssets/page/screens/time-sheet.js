// The time sheet: what was logged, by day, ticket, client or project, and as a CSV file.

import { get, query } from "../parts/api.js";
import { labelled, optionsOf, select } from "../parts/choose.js";
import { choicesFor, me } from "../parts/desk.js";
import { h, replace, said } from "../parts/dom.js";
import { duration, today } from "../parts/format.js";
import { address, restate, ticketAddress } from "../parts/route.js";
import { complain } from "../parts/say.js";

export const title = "Time";

const GROUPINGS = [
    ["day", "Day"], ["ticket", "Ticket"], ["member", "Member"], ["organization", "Client"],
    ["project", "Project"],
];

const HEADS = ["Day", "Ticket", "Member", "Client", "Project", "Note"];

export async function open(place, { parameters }) {
    const sheet = new TimeSheet(place, parameters);
    await sheet.load();
    return sheet;
}

class TimeSheet {
    constructor(place, parameters) {
        this.by = parameters.get("by") ?? "day";
        this.filter = {
            from: parameters.get("from") ?? today(-6), to: parameters.get("to") ?? today(),
            member: parameters.get("member") ?? me().id,
            organization: parameters.get("organization") ?? "",
            project: parameters.get("project") ?? "",
        };
        this.sheet = h("div");
        this.form = h("div.card", h("div.body.grid.tight", {
            role: "group", "aria-label": "Which time",
        },
        this.#field("From", h("input", { type: "date", name: "from", value: this.filter.from })),
        this.#field("To", h("input", { type: "date", name: "to", value: this.filter.to })),
        this.#choice("Member", "member", "assignee", "Everybody"),
        this.#choice("Client", "organization", "organization", "All"),
        this.#choice("Project", "project", "project", "All"),
        labelled("Sum by", select(GROUPINGS, this.by, {
            name: "by",
            onchange: (event) => { this.by = event.target.value; this.#asked(); },
        }))));
        this.csv = h("a.button", { download: "time.csv" }, "CSV");
        replace(place, h("div.head", h("h1", "Time"), h("span.space"), this.csv),
            this.form, this.sheet);
    }

    changed() { return this.load(); }

    #field(words, control) {
        control.addEventListener("change", () => {
            this.filter[control.name] = control.value;
            this.#asked();
        });
        return labelled(words, control);
    }

    #choice(words, name, list, none) {
        return this.#field(words, select(optionsOf(choicesFor(list), this.filter[name], none),
            this.filter[name], { name }));
    }

    #asked() {
        restate(address("time", null,
            new URLSearchParams(query({ ...this.filter, by: this.by }))));
        this.load().catch(complain);
    }

    async load() {
        const [totals, { minutes, entries }] = await Promise.all([
            get("time/totals", { ...this.filter, by: this.by }), get("time", this.filter)]);
        this.csv.setAttribute("href", `/api/time.csv?${query(this.filter)}`);
        const key = JSON.stringify([totals, minutes, entries, this.by]);
        if (key === this.shown) return;
        this.shown = key;
        this.#draw(totals, minutes, entries);
    }

    #draw(totals, minutes, entries) {
        if (entries.length === 0) {
            replace(this.sheet, h("div.empty", h("strong", "No time was logged here."),
                "Log it on a ticket, by timer or by hand; it shows up here at once."));
            return;
        }
        const heading = GROUPINGS.find(([name]) => name === this.by)[1];
        const most = Math.max(...totals.map((total) => total.minutes));
        const titles = new Map(entries.map((entry) => [entry.ticket, entry.title]));
        replace(this.sheet,
            h("section.card", { "aria-label": `By ${heading.toLowerCase()}` }, h("div.scroll",
                h("table.sums", h("caption.unseen", `Sums by ${heading.toLowerCase()}`),
                    h("thead", h("tr", h("th", { scope: "col" }, heading),
                        h("th.number", { scope: "col" }, "Entries"),
                        h("th.number", { scope: "col" }, "Time"), h("td.chart"))),
                    h("tbody", totals.map((total) => this.#total(total, most, titles))),
                    h("tfoot", h("tr", h("th", { scope: "row" }, "Together"),
                        h("td.number", entries.length),
                        h("td.number", h("strong", duration(minutes))),
                        h("td.chart")))))),
            h("section.card", { "aria-label": "Entries" },
                h("header", h("h2", "Entries")),
                h("div.scroll", h("table.stacked",
                    h("caption.unseen", "Entries"),
                    h("thead", h("tr", HEADS.map((words) => h("th", { scope: "col" }, words)),
                    h("th.number", { scope: "col" }, "Time"))),
                    h("tbody", entries.map(entryRow))))));
    }

    #total(total, most, titles) {
        const group = total[this.by];
        const name = group === null || group === undefined ? h("span.faint", "none")
            : this.by === "ticket" ? h("a", { href: ticketAddress(group) },
                said(titles.get(group) ?? group)) : said(group);
        return h("tr", h("th", { scope: "row" }, name),
            h("td.number", total.entries),
            h("td.number", duration(total.minutes)),
            h("td.chart", { "aria-hidden": "true" }, h("div.meter", h("div.fill", {
                style: { width: `${(total.minutes / most) * 100}%` },
            }))));
    }
}

function entryRow(entry) {
    const cells = [
        entry.day,
        h("a", { href: ticketAddress(entry.ticket) }, said(entry.title ?? entry.ticket)),
        ...[entry.member, entry.organization, entry.project, entry.note].map(
            (text) => text ? said(text) : null),
    ];
    return h("tr",
        cells.map((cell, index) => h("td", { "data-label": HEADS[index] }, cell)),
        h("td.number", { "data-label": "Time" }, duration(entry.minutes)));
}
