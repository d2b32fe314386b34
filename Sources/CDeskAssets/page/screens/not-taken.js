// What laptops brought and the hub did not take: refused changes, and those of laptops that were
// locked out. For owners and admins to read, and to write again by hand where it matters.

import { get } from "../parts/api.js";
import { h, said } from "../parts/dom.js";
import { time } from "../parts/format.js";
import { hubList } from "./at-hub.js";
import { changesOf } from "./waiting.js";

/// A panel that loads when it is opened.
export function notTaken() {
    const body = h("div");
    const panel = h("details.spaced", h("summary", "Changes that were not taken"), body);
    let load = null;
    let read = [];
    panel.addEventListener("toggle", () => {
        if (!panel.open) return;
        read = [];
        if (load) load();
        else load = hubList(body, (signal) => page(read, signal), draw);
    });
    const draw = (page) => {
        read = [...read, ...page];
        if (read.length === 0) return h("p.empty", "Everything that arrived was taken.");
        return [
            h("p.faint.spaced", "Nothing of it is applied, and nothing of it is thrown away. What "
                + "a laptop sends when it is let in again leaves this list."),
            h("ul.entries.spaced", read.map(line)),
            page.length ? h("button.small", {
                "data-focus": "more-not-taken", onclick: () => load(),
            }, "Show more") : null,
        ];
    };
    return panel;
}

const page = (read, signal) => get("hub/refused", { after: read.at(-1)?.dot }, signal);

function line(one) {
    return h("li", h("div.grow",
        h("p", h("strong", said(one.member || "Somebody"), ", ", said(one.device)), " ",
            time(one.at), " ", one.tickets?.length ? h("span.ref", one.tickets.join(" ")) : null),
        h("p.faint", said(one.message)),
        one.changes ? changesOf(one) : one.code === "left_on_laptop" ? null
            : h("p.faint", `${one.bytes} bytes that cannot be read`)));
}
