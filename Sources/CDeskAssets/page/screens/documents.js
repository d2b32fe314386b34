// The documents of a ticket: their names are data, their bytes are never shown as a page.

import { patch, path, post, touch, upload } from "../parts/api.js";
import { form, labelled, select } from "../parts/choose.js";
import { desk } from "../parts/desk.js";
import { h, replace, said } from "../parts/dom.js";
import { bytes, time } from "../parts/format.js";
import { complain, confirmed, dialog, toast } from "../parts/say.js";
import { publish } from "./release.js";

/// What is moving between this laptop and the hub, where it is one of the ticket's.
export function transferOf(ticket) {
    const moving = desk.status?.documents?.transfer;
    return ticket.documents.some(({ id }) => id === moving?.document) ? moving : null;
}

export const isHere = (one) => one.bytes.startsWith("here");

/// All documents that are not deleted.
export function drawDocuments(screen) {
    const documents = screen.ticket.documents.filter((one) => !one.deleted);
    const { keeps_documents: isKept } = screen.ticket;
    return [
        h("header", h("h2", "Documents"),
            h("span.faint", String(documents.length)),
            documents.length === 0 && !isKept ? null : h("button.plain.small", {
                "data-focus": "documents/keep", "aria-pressed": String(isKept),
                title: "Have all documents of this ticket on this laptop, also without a network",
                onclick: () => keep(screen, path`tickets/${screen.id}/documents`, !isKept)
                    .catch(complain),
            }, "Keep all here")),
        documents.length === 0 ? h("p.empty", "No documents are attached.")
            : h("ul.entries", documents.map((one) => document(screen, one))),
    ];
}

function document(screen, one) {
    const isForClient = one.audience === "client";
    const name = (text) => ({
        "data-focus": `document/${one.id}/${text}`, "aria-label": `${text}: ${one.name}`,
    });
    const button = (text, work) => h("button.plain.small", {
        ...name(text), onclick: () => work().catch(complain),
    }, text);
    return h("li", h("div.grow",
        said(one.name), " ",
        h(`span.tag.${one.held ? "bad" : isForClient ? "busy" : "warn"}`,
            one.held ? "held" : isForClient ? "to client" : "internal"),
        h("small.faint.whole", bytes(one.size), ", ", said(one.author), ", ",
            time(one.created_at), place(screen.ticket, one), kept(one)),
        progress(screen.ticket, one),
        thumbnail(one),
        h("div.actions",
            h("a.button.plain.small", {
                ...name("Save"), href: content(one), download: true,
                onclick: (event) => save(screen, one, event),
            }, "Save"),
            screen.ticket.keeps_documents ? null : h("button.plain.small", {
                ...name("Keep here"), "aria-pressed": String(one.kept === "document"),
                onclick: () => keep(screen, path`documents/${one.id}`, one.kept !== "document")
                    .catch(complain),
            }, "Keep here"),
            button("Replace", () => replacement(screen, one)),
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

const content = (one) => `/api/${path`documents/${one.id}/content`}`;

/// Where its bytes are, unless they are here and at the hub.
function place(ticket, one) {
    const moving = transferOf(ticket);
    if (moving?.document === one.id) {
        return `; ${moving.direction === "up" ? "sent" : "fetched"} ${bytes(moving.done)} so far`
            + ` (${share(moving)} %)`;
    }
    if (one.bytes === "here_only") return "; not at the hub yet";
    if (one.bytes === "hub") return "; at the hub, fetched when you save it";
    return isHere(one) ? null : ["; still on the laptop of ", said(one.author)];
}

const share = (moving) => Math.floor(moving.done * 100 / (moving.size || 1));

/// How far it is, while it moves; the words beside it say the same.
function progress(ticket, one) {
    const moving = transferOf(ticket);
    if (moving?.document !== one.id) return null;
    const verb = moving.direction === "up" ? "Sending" : "Fetching";
    return h("progress.whole", {
        max: moving.size || 1, value: moving.done, "aria-label": `${verb} ${one.name}`,
    }, `${share(moving)} %`);
}

/// Why it stays on this laptop, where there is a reason.
function kept(one) {
    if (one.kept === null || one.kept === "assigned") return null;
    return isHere(one) ? "; kept here" : "; kept here as soon as it can be fetched";
}

async function keep(screen, where, isKept) {
    await post(`${where}/${isKept ? "keep" : "unkeep"}`, {});
    toast(isKept ? "Kept on this laptop." : "It may go when there is no room.");
    await screen.reload();
}

/// The server shows as an image only what it has checked to be one.
function thumbnail(one) {
    if (!isHere(one) || one.size > 8e6 || !/\.(png|jpe?g|gif|webp)$/i.test(one.name)) return null;
    const src = `${content(one)}?preview=1`;
    const link = h("a", { href: src, target: "_blank", rel: "noopener" }, h("img.thumb", {
        src, loading: "lazy", alt: `Show ${one.name}`, onerror: () => link.remove(),
    }));
    return link;
}

/// What is not here is fetched first, so that a refusal is told and not saved.
function save(screen, one, event) {
    if (isHere(one) || one.size === 0) return;
    event.preventDefault();
    toast("Fetching it from the hub.");
    touch(path`documents/${one.id}/content`).then(async () => {
        h("a", { href: content(one), download: true }).click();
        await screen.reload();
    }).catch(complain);
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

async function replacement(screen, one) {
    const file = h("input", { type: "file" });
    const { audience, note, warning } = audienceField(screen);
    const lines = h("div");
    note();
    await dialog("Replace the document", (close) => form([labelled("New file", file),
        labelled("Who may open it", audience), warning, lines], {
        verb: "Replace", cancel: () => close(null),
        act: async () => {
            if (!file.files[0]) throw new Error("Choose a file.");
            await send(lines, path`documents/${one.id}/replacement`, file.files[0], audience.value);
            close(true);
        },
    }));
    await screen.reload();
}

/// Internal until somebody says otherwise, and what that means before it is too late.
function audienceField(screen) {
    const warning = h("div", { role: "status" });
    const note = () => {
        const { shared, held } = screen.ticket;
        replace(warning, audience.value === "internal" ? null : h("p.warning", shared && !held
            ? "This ticket is shared: the client can open the file once it is at the hub."
            : "The client cannot see this ticket; once they can, they can open the file."));
    };
    const audience = select([["internal", "Internal"], ["client", "Client can open it"]],
        "internal", { onchange: note });
    return { audience, note, warning };
}

/// Sends a file under a line that shows how far it is, and can end it.
async function send(lines, where, file, audience) {
    const { document_bytes: most } = desk.session.limits;
    if (file.size > most) throw new Error(`A document has at most ${bytes(most)}.`);
    const stop = new AbortController();
    const bar = h("progress", { max: file.size || 1, value: 0, "aria-label": file.name });
    const line = h("p.row", said(file.name), bar,
        h("button.small", { onclick: () => stop.abort() }, "Stop"));
    lines.append(line);
    try {
        return await upload(where, { name: file.name, audience }, file,
            (done) => { bar.value = done; }, stop.signal);
    } finally {
        line.remove();
    }
}

/// Where files are attached: chosen here, or dropped anywhere on the ticket.
export function attachBox(screen) {
    const { audience, note, warning } = audienceField(screen);
    const lines = h("div", { role: "status" });
    const file = h("input", {
        type: "file", multiple: true,
        onchange: async () => {
            await attach([...file.files]);
            file.value = "";
        },
    });
    const attach = async (files) => {
        const forWhom = audience.value;
        try {
            for (const one of files) {
                const made = await send(lines, path`tickets/${screen.id}/documents`, one, forWhom);
                toast(forWhom === "internal" ? "Attached: internal." : made.client_sees
                    ? "Attached: the client can open it." : "Attached. The client cannot see it "
                        + "yet: the ticket is not shared.");
            }
        } catch (error) {
            complain(error);
        }
        // The next file is internal again.
        audience.value = "internal";
        note();
        await screen.reload();
    };
    const fields = h("div.body.stack", labelled("Who may open it", audience), warning,
        labelled("Attach files, or drop them on the ticket", file), lines);
    const element = h("section.card.attach", { "aria-label": "Attach a document" }, fields);
    return { element, take: attach };
}
