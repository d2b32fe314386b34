// The documents of a ticket: their names are data, their bytes are never shown as a page.

import { patch, path, post } from "../parts/api.js";
import { form, labelled } from "../parts/choose.js";
import { h, said } from "../parts/dom.js";
import { bytes, time } from "../parts/format.js";
import { complain, confirmed, dialog, toast } from "../parts/say.js";
import { publish } from "./release.js";

/// All documents that are not deleted.
export function drawDocuments(screen) {
    const documents = screen.ticket.documents.filter((one) => !one.deleted);
    return [
        h("header", h("h2", "Documents"),
            h("span.faint", String(documents.length))),
        documents.length === 0 ? h("p.empty", "No documents are attached.")
            : h("ul.entries", documents.map((one) => document(screen, one))),
    ];
}

function document(screen, one) {
    const isForClient = one.audience === "client";
    const button = (text, work) => h("button.plain.small", {
        "data-focus": `document/${one.id}/${text}`,
        "aria-label": `${text}: ${one.name}`,
        onclick: () => work().catch(complain),
    }, text);
    return h("li", h("div.grow",
        said(one.name), " ",
        h(`span.tag.${one.held ? "bad" : isForClient ? "busy" : "warn"}`,
            one.held ? "held" : isForClient ? "to client" : "internal"),
        h("small.faint.whole", bytes(one.size), ", ", said(one.author), ", ",
            time(one.created_at)),
        h("div.actions",
            button("Rename", () => rename(screen, one)),
            isForClient && !one.held
                ? button("Make internal", () => act(screen, one, "withdraw"))
                : button("Show to client", async () => {
                    await publish("documents", one.id);
                    await screen.reload();
                }),
            button("Delete", async () => {
                if (await confirmed("Delete this document?", h("p", said(one.name),
                    " is taken off the ticket. The history keeps that it was there."), "Delete")) {
                    await act(screen, one, "delete");
                    toast("Document deleted.");
                }
            }))));
}

async function act(screen, one, verb) {
    await post(path`documents/${one.id}/${verb}`, { seen: screen.ticket.seen });
    await screen.reload();
}

async function rename(screen, one) {
    const { seen } = screen.ticket;
    const name = h("input", { value: one.name });
    await dialog("Rename the document", (close) => form(labelled("Name", name), {
        verb: "Rename", cancel: () => close(null),
        act: async () => {
            await patch(path`documents/${one.id}`, { seen, name: name.value });
            close(true);
        },
    }));
    await screen.reload();
}
