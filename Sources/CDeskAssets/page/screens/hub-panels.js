// The panels of Settings that ask the hub: each is loaded when somebody opens it.

import { isAdmin } from "../parts/desk.js";
import { h, replace } from "../parts/dom.js";

export function hubPanels() {
    const panels = [
        isAdmin() ? panel("People and laptops", () => import("./people.js")) : null,
        panel("Portal links", () => import("./portal-links.js")),
    ].filter(Boolean);
    return {
        element: h("div", panels.map(({ element }) => element)),
        changed: () => { for (const one of panels) one.changed(); },
    };
}

function panel(heading, load) {
    const body = h("div.body");
    const element = h("details.card.panel", { "data-panel": heading },
        h("summary", h("h2", heading)), body);
    let show = null;
    element.addEventListener("toggle", async () => {
        if (!element.open) return;
        try {
            // Opened again: what was shown may be old.
            if (show) await show();
            else show = (await load()).open(body);
        } catch (error) {
            replace(body, h("p.trouble", error.message, " ", error.hint ?? ""));
        }
    });
    return { element, changed: () => { if (element.open) show?.(); } };
}
