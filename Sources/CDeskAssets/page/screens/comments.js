// Comments: what stays inside and what goes to the client never look alike, and there is no
// default between them.

import { patch, path, post } from "../parts/api.js";
import { Draft } from "../parts/desk.js";
import { h, replace, said } from "../parts/dom.js";
import { time, valueNode } from "../parts/format.js";
import { complain, dialog, tell, toast } from "../parts/say.js";
import { form } from "../parts/choose.js";
import { publish } from "./release.js";
import { siblingLine } from "./settle.js";

/// All comments of a ticket, oldest first.
export function drawComments(screen) {
    const { comments } = screen.ticket;
    return [
        h("header", h("h2", "Comments"),
            h("span.faint", String(comments.filter((one) => !one.deleted).length))),
        comments.length === 0
            ? h("p.empty", "No comments yet. Internal notes stay with the team; "
                + "comments to the client are read by the client.")
            : h("ol.comments", comments.map((one) => comment(screen, one))),
    ];
}

function comment(screen, one) {
    const isForClient = one.audience === "client";
    const kind = one.held ? "held" : isForClient ? "client" : "internal";
    const words = one.held ? "Held back from the client" : isForClient
        ? screen.ticket.shared ? "To client" : "To client, who cannot see this ticket"
        : "Internal note";
    return h(`li.comment.${kind}`, { "data-comment": one.id },
        h("p.by", h("strong", said(one.author)), " ", time(one.created_at), " ",
            h(`span.tag.${kind === "client" ? "busy" : kind === "held" ? "bad" : "warn"}`,
                words),
            one.unsent ? h("span.tag.warn", "not sent") : null),
        one.deleted
            ? h("p.faint", "Deleted. ", button("Bring it back",
                () => act(screen, one, "restore")))
            : [h("div.text", { dir: "auto" }, one.body), conflictsOf(screen, one),
                h("p.actions",
                    button("Edit", () => editComment(screen, one)),
                    isForClient || one.held
                        ? button("Make internal", () => act(screen, one, "withdraw",
                            "Internal now: the client cannot see it."))
                        : null,
                    !isForClient || one.held
                        ? button(one.held ? "Look and release" : "Show to client",
                            async () => { await publish("comments", one.id); screen.reload(); })
                        : null,
                    button("Delete", () => act(screen, one, "delete", "Comment deleted.",
                        "restore")))]);

    function button(text, work) {
        return h("button.plain.small", {
            "data-focus": `comment/${one.id}/${text}`,
            onclick: () => Promise.resolve(work()).catch(complain),
        }, text);
    }
}

/// The other texts of a comment that was edited apart.
function conflictsOf(screen, one) {
    const fields = screen.ticket.conflicts.filter(
        (item) => item.field.startsWith(`comment/${one.id}/`));
    return fields.map((item) => h("div.others",
        h("p", said(item.why)),
        h("ul", item.siblings.map((sibling) => h("li",
            siblingLine(item.field, sibling),
            JSON.stringify(sibling.value) === JSON.stringify(item.shown)
                ? h("span.tag", "shown")
                : h("button.small", {
                    onclick: () => screen.decide(item.field,
                        { decision: "use", dot: sibling.dot }).catch(complain),
                }, "Use this")))),
        h("button.small", {
            onclick: () => screen.decide(item.field, { decision: "keep" }).catch(complain),
        }, "Keep ", valueNode(item.field, item.shown))));
}

async function act(screen, one, verb, words, back) {
    await post(path`comments/${one.id}/${verb}`, { seen: screen.ticket.seen });
    await screen.reload();
    if (words) {
        toast(words, back ? () => act(screen, one, back).catch(complain) : undefined);
    }
}

async function editComment(screen, one) {
    const { seen } = screen.ticket;
    const text = h("textarea", { rows: 8, value: one.body, "aria-label": "Comment", dir: "auto" });
    await dialog("Edit the comment", (close) => form(text, {
        verb: "Save", cancel: () => close(null),
        act: async () => {
            await patch(path`comments/${one.id}`, { seen, text: text.value });
            close(true);
        },
    }));
    await screen.reload();
}

/// Where a comment is written: one field, two buttons, and a warning before it is too late.
export function composer(screen) {
    const draft = new Draft(`comment:${screen.id}`);
    const text = h("textarea", {
        name: "comment", rows: 4, "aria-label": "New comment", dir: "auto",
        placeholder: "Write a comment, then say whom it is for",
        oninput: () => { draft.write(text.value); note(); },
        onkeydown: (event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) internal.focus();
        },
    });
    const warning = h("div", { role: "status" });
    const trouble = h("p.trouble", { role: "alert", hidden: true });
    const internal = h("button.internal", { onclick: () => save("internal") },
        "Internal note");
    const client = h("button.to-client", { onclick: () => save("client") },
        "To client");
    const element = h("section.card.composer", { "aria-label": "New comment" },
        h("div.body.stack", text, warning, trouble, h("div.row", internal, client,
            h("span.faint", "Kept as a draft while you write."))));

    function note() {
        const shown = screen.ticket;
        const words = shown.held
            ? "This ticket is held back: a comment to the client is not seen until somebody "
                + "confirms."
            : "This ticket is not shared: the client will not see a comment until it is.";
        const wanted = shown.shared && !shown.held ? "" : words;
        if (warning.textContent !== wanted) {
            replace(warning, wanted ? h("p.warning", wanted) : null);
        }
    }

    async function save(audience) {
        internal.disabled = client.disabled = true;
        trouble.hidden = true;
        try {
            const made = await post(path`tickets/${screen.id}/comments`, {
                text: text.value, audience,
            });
            text.value = "";
            await draft.clear();
            await screen.reload();
            toast(audience === "internal" ? "Saved: an internal note."
                : made.client_sees === false ? "Saved. The client cannot see it yet: the ticket "
                    + "is not shared." : "Saved: the client can read it.");
            text.focus();
        } catch (error) {
            tell(trouble, error);
        } finally {
            internal.disabled = client.disabled = false;
        }
    }

    return {
        element,
        show: note,
        restore: async () => {
            const kept = await draft.read();
            if (kept && !text.value) text.value = kept.text;
        },
    };
}
