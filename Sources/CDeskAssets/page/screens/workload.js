// Who has how much to do: what is left of the estimates against what a week has room for.

import { get } from "../parts/api.js";
import { h, replace, said } from "../parts/dom.js";
import { count, duration } from "../parts/format.js";
import { listAddress } from "../parts/route.js";

export const title = "Workload";

export async function open(place) {
    let shown = "";
    const load = async () => {
        const workload = await get("workload");
        const key = JSON.stringify(workload);
        if (key === shown) return;
        shown = key;
        draw(place, workload);
    };
    await load();
    return { changed: load };
}

function draw(place, workload) {
    const { members } = workload;
    const most = Math.max(60, ...members.flatMap((one) => [one.load, one.capacity ?? 0]));
    replace(place,
        h("div.head", h("h1", "Workload"),
            h("span.faint", "What is left of the estimates of open and started tickets")),
        h("section.card", { "aria-label": "Members" }, h("div.scroll",
            h("table.workload.stacked",
                h("caption.unseen", "Load and capacity of each member"),
                h("thead", h("tr",
                    h("th", { scope: "col" }, "Member"),
                    h("th.number", { scope: "col" }, "Tickets"),
                    h("th.number", { scope: "col" }, "Load"),
                    h("th.number", { scope: "col" }, "Capacity"),
                    h("th", { scope: "col" }, "Balance"),
                    h("th.chart", { scope: "col" }, h("span", { "aria-hidden": "true" },
                        "Load, and the line of capacity"),
                    h("span.unseen", "Chart")))),
                h("tbody", members.map((one) => memberRow(one, most)))))),
        h("div.three",
            unassigned(workload.unassigned), unestimated(workload),
            deactivated(workload.deactivated)));
}

/// What a cell is called where a narrow screen has no heads of columns.
const label = (words) => ({ "data-label": words });

function memberRow(one, most) {
    const balance = one.capacity === null || one.capacity === undefined
        ? null : one.capacity - one.load;
    const tone = balance === null ? "" : balance < 0 ? "bad" : "good";
    const words = balance === null ? "no capacity set"
        : balance < 0 ? `${duration(-balance)} over` : `${duration(balance)} free`;
    const part = (minutes) => `${(minutes / most) * 100}%`;
    return h("tr",
        h("th", { scope: "row" }, h("a", {
            href: listAddress({ assignee: one.id, status: ["open", "in_progress"] }),
        }, said(one.member))),
        h("td.number", label("Tickets"), h("span", one.tickets, one.without_estimate
            ? h("small.faint", ` (${one.without_estimate} without estimate)`) : null)),
        h("td.number", label("Load"), duration(one.load)),
        h("td.number", label("Capacity"), balance === null ? "–" : duration(one.capacity)),
        h("td", label("Balance"), h(tone ? `span.tag.${tone}` : "span.tag", null, words)),
        h("td.chart", { "aria-hidden": "true" }, h("div.meter",
            h(balance !== null && balance < 0 ? "div.fill.over" : "div.fill",
                { style: { width: part(one.load) } }),
            balance === null ? null
                : h("div.limit", { style: { left: part(one.capacity) } }))));
}

function card(heading, ...content) {
    return h("section.card", { "aria-label": heading },
        h("header", h("h2", heading)), content);
}

function unassigned(pile) {
    return card("Unassigned", h("p.body", pile.tickets === 0
        ? "Every open ticket has an owner."
        : [h("a", { href: listAddress({ assignee: "none", status: ["open", "in_progress"] }) },
            count(pile.tickets, "ticket")), `, ${duration(pile.load)} left`]));
}

/// Nobody knows how much work they are, so no load counts them.
function unestimated({ members, unassigned: pile, deactivated: gone }) {
    const total = [...members, pile, ...gone]
        .reduce((sum, one) => sum + one.without_estimate, 0);
    return card("Without an estimate", h("p.body", total === 0
        ? "Every open ticket is estimated."
        : `${count(total, "ticket")}: no load counts them.`));
}

function deactivated(members) {
    return card("With deactivated members", members.length === 0
        ? h("p.body", "Nobody who was deactivated has open tickets.")
        : h("ul.lines", members.map((one) => h("li",
            h("a.grow", { href: listAddress({ assignee: one.id }) }, said(one.member)),
            h("span", count(one.tickets, "ticket")),
            h("span.faint", duration(one.load))))));
}
