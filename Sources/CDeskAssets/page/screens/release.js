// Before words go to a client, whoever sends them reads every one of them, and to whom.

import { get, path, post } from "../parts/api.js";
import { h, said } from "../parts/dom.js";
import { word } from "../parts/format.js";
import { complain, confirmed, toast } from "../parts/say.js";

const VERBS = {
    share: ["Share this ticket", "Share it", "Shared: the client can see it."],
    "confirm-release": ["Confirm what was held back", "Release it", "Released to the client."],
};

/// Shares, hides or releases the ticket of a screen.
export async function release(screen, verb) {
    if (verb === "unshare") {
        await screen.act("unshare");
        toast("Hidden: the client cannot see it.",
            () => release(screen, "share").catch(complain));
        return;
    }
    const isHeld = verb === "confirm-release";
    const going = await get(path`tickets/${screen.id}/release`, isHeld ? { held: 1 } : {});
    const [heading, button, done] = VERBS[verb];
    if (!await confirmed(heading, goingText(going), button, { isCareful: true })) return;
    const back = await screen.act(verb, going.seen);
    toast(done, isHeld ? undefined : back);
}

/// Publishes a comment or a document: `kind` is its route.
export async function publish(kind, id) {
    const going = await get(`${kind}/${encodeURIComponent(id)}/release`);
    if (!await confirmed("Show this to the client", goingText(going), "Show it",
        { isCareful: true })) return;
    await post(`${kind}/${encodeURIComponent(id)}/publish`, { seen: going.seen });
    toast("The client can see it.");
}

/// What goes to the client, word by word.
export function goingText(going) {
    const others = going.other_audiences ?? [];
    return h("div.stack",
        h("p", "This will be read by ", h("strong", said(audience(going.audience))),
            others.length ? [", or by ", said(others.map(audience).join(", ")),
                ", since several clients stand in the ticket"] : null, "."),
        going.ticket_visible === false ? h("p.warning",
            "The ticket itself is not shared, so the client will not see it yet.") : null,
        going.texts.map((text) => h("div.going", h("span.label", word(text.kind)),
            h("div.text", said(text.shown ?? "nothing")),
            (text.others ?? []).map((other) => h("div.text.other",
                h("small.faint", "Lost a merge, and may be shown later: "),
                said(typeof other === "object" ? other?.value : other))))));
}

function audience(who) {
    if (who === null || who === undefined) return "nobody: no contact and no organization is set";
    if (typeof who === "string") return who;
    return [who.contact, who.organization].filter(Boolean).join(", ")
        || "nobody: no contact and no organization is set";
}
