// The links through which clients look: for whom, by whom, until when; and an end to each.

import { get, post } from "../parts/api.js";
import { optionsOf, select } from "../parts/choose.js";
import { choicesFor } from "../parts/desk.js";
import { h, said } from "../parts/dom.js";
import { count, time } from "../parts/format.js";
import { toast } from "../parts/say.js";
import { hubDialog, hubList } from "./at-hub.js";
import { makeLink } from "./client-link.js";

/// More are searched rather than read.
const FEW = 8;

/// Shows the links; gives what loads them again.
export function open(place) {
    let wanted = "";
    const load = hubList(place, (signal) => get("hub/portal-links", {}, signal), (links) => {
        const isOpen = (one) => one.state === "open";
        const latest = links.toReversed();
        const opened = latest.filter(isOpen);
        const ended = latest.filter((one) => !isOpen(one));
        const line = (one) => linkLine(one, load);
        const list = h("ul.entries.spaced", opened.map(line));
        return [
            h("p.faint", "Each shows one contact what is shared with them, in any browser that "
                + "has it. Everybody of the team may make and revoke links."),
            making(load),
            opened.length > FEW ? search(wanted, list, (text) => { wanted = text; }) : null,
            opened.length ? list : h("p.empty", "No link is open."),
            ended.length ? h("details.spaced", h("summary", count(ended.length, "link"),
                " that ended"), h("ul.entries", ended.map(line))) : null,
        ];
    });
    return load;
}

function making(load) {
    const contacts = choicesFor("contact");
    const choice = select(optionsOf(contacts, null, "New link for"), "", {
        name: "link-contact", "data-focus": "link-contact", "aria-label": "New link for",
        onchange: () => { button.disabled = choice.value === ""; },
    });
    const button = h("button", {
        disabled: true, "data-focus": "link-make",
        onclick: async () => {
            if (await makeLink(contacts.find(({ id }) => id === choice.value))) await load();
        },
    }, "Make a link…");
    return h("div.row.spaced", choice, button);
}

function search(wanted, list, changed) {
    const find = (text) => {
        changed(text);
        for (const row of list.children) {
            row.hidden = !row.textContent.toLowerCase().includes(text.toLowerCase());
        }
    };
    find(wanted);
    return h("input", {
        type: "search", value: wanted, placeholder: "Find", "aria-label": "Find in the links",
        "data-focus": "link-find", oninput: (event) => find(event.target.value),
    });
}

const OPERATOR = "the hub's operator";
const TONES = { open: "good", revoked: "bad" };

function linkLine(one, load) {
    const revoke = async () => {
        const revoked = await hubDialog(`Revoke link ${one.number}?`, h("p",
            "From the next request on it shows nothing, also where ", said(one.contact_name),
            " has it open. It cannot be made good again: make another one then."), {
            verb: "Revoke it",
            act: (signal) => post("hub/portal-links/revoke", { number: one.number }, signal),
        });
        if (!revoked) return;
        toast(`Link ${one.number} is revoked.`);
        await load();
    };
    return h("li",
        h("span.ref", one.number),
        h("div.grow", said(one.contact_name),
            h(`span.tag${TONES[one.state] ? `.${TONES[one.state]}` : ""}`, null, one.state),
            h("small.faint.whole", "made ", time(one.made_at), " by ",
                said(one.made_by ?? OPERATOR), "; ", end(one))),
        one.state === "open" ? h("button.plain.small", {
            "data-focus": `link/${one.number}`, onclick: revoke,
            "aria-label": `Revoke link ${one.number} for ${one.contact_name}`,
        }, "Revoke") : null);
}

function end(one) {
    if (one.state === "open") return ["ends ", time(one.expires_at)];
    if (one.state === "expired") return ["ended ", time(one.expires_at)];
    if (one.state === "restored") return "ended when the hub was restored";
    return ["revoked ", time(one.revoked_at), " by ", said(one.revoked_by ?? OPERATOR)];
}
