// A link through which a client reads what was shared with them: made at the hub, shown this once.

import { post } from "../parts/api.js";
import { labelled } from "../parts/choose.js";
import { choicesFor } from "../parts/desk.js";
import { h, said } from "../parts/dom.js";
import { time } from "../parts/format.js";
import { dialog, toast } from "../parts/say.js";
import { hubDialog, hubNote, onceText } from "./at-hub.js";

/// Makes a link for a contact, {id, name}, and shows it; resolves to whether one was made.
export async function makeLink(contact) {
    const days = h("input", {
        type: "number", name: "days", min: 1, max: 365, value: 90, autofocus: true,
    });
    const made = await hubDialog(`Portal link for ${contact.name}`, [
        h("p", "Whoever has the link reads what is shared with this contact, and nothing else, "
            + "until it ends or somebody of you revokes it."),
        labelled("Days until it ends", days, "1 to 365"),
    ], {
        verb: "Make the link",
        act: (signal) => post("hub/portal-links", {
            contact: contact.id, days: Math.trunc(Number(days.value)),
        }, signal),
    });
    if (!made) return false;
    await dialog(`Portal link for ${contact.name}`, (close) => [
        h("p.warning", "It is shown only now. Neither this laptop nor the hub keeps it: copy it, "
            + "and send it to ", said(contact.name), " alone."),
        onceText("The link", made.url),
        h("p.faint", `Link ${made.number}, good until `, time(made.expires_at), "."),
        h("div.row.end", h("button", { onclick: () => close(true) }, "Done")),
    ]);
    toast(`Link ${made.number} is made. Settings, Portal links, has it in its list.`);
    return true;
}

/// The button on a ticket, for the contact of an id; nothing for one who was archived.
export function linkButton(id) {
    const contact = choicesFor("contact").find((one) => one.id === id);
    if (!contact) return null;
    const button = h("button.small", {
        "data-focus": "portal-link", onclick: () => makeLink(contact),
    }, "Portal link for this contact…");
    return h("div.spaced.stack", button, hubNote(button));
}
