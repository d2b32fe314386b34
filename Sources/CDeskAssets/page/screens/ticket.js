// One ticket with all that belongs to it; every field is edited where it stands.

import { get, patch, path, post } from "../parts/api.js";
import { h, Part, replace, said } from "../parts/dom.js";
import { time } from "../parts/format.js";
import { useKeys } from "../parts/keys.js";
import { go } from "../parts/route.js";
import { complain, toast } from "../parts/say.js";
import { wayBack } from "../parts/undo.js";
import { composer, drawComments } from "./comments.js";
import { attachBox, drawDocuments, isHere, transferOf } from "./documents.js";
import { clientPanel, historyPanel } from "./history.js";
import { drawFields } from "./ticket-fields.js";
import { LongText, TitleText } from "./ticket-texts.js";
import { TimePanel } from "./ticket-time.js";
import { attentionList, marks } from "./ticket-row.js";

export const title = "Ticket";

export async function open(place, { id }) {
    const screen = new TicketScreen(place, id);
    await screen.start();
    return screen;
}

const isPending = (ticket) => ticket.documents.some((one) => !one.deleted && !isHere(one));

export class TicketScreen {
    constructor(place, id) {
        this.place = place;
        this.id = id;
    }

    async start() {
        this.ticket = await get(path`tickets/${this.id}`);
        document.title = `${this.id} ${this.ticket.title} · syncd`;
        this.#build();
        useKeys("ticket", this.#keys());
        await this.#show(this.ticket);
        // What is shown stays, also where the drafts of it do not come.
        await Promise.all([this.titleText.restore(), this.description.restore(),
            this.composer.restore()]).catch(complain);
    }

    close() {
        this.time.close();
        this.isClosed = true;
    }

    async changed(event) {
        const isConcerned = !event.tickets || event.tickets.includes(this.id) || event.lists;
        if (isConcerned) await this.reload();
    }

    /// Bytes that come or go change no row, but where they are.
    async contact() {
        if (this.ticket.documents.some((one) => one.bytes !== "here")) await this.reload();
    }

    async reload() {
        const ticket = await get(path`tickets/${this.id}`);
        if (!this.isClosed) await this.#show(ticket);
    }

    /// Writes what changed, and nothing else; a way back is offered where there is one.
    /// Throws what the interface said, after the screen shows again what stands.
    async edit(edit, { seen = this.ticket.seen, said: words } = {}) {
        let ticket;
        try {
            ticket = await patch(path`tickets/${this.id}`, { seen, edit });
            await this.#show(ticket);
        } catch (error) {
            this.fields.settle();
            throw error;
        }
        if (words) toast(words, wayBack(ticket.dot));
    }

    /// Does something that answers with the ticket: claim, share, reopen.
    async act(verb, seen = this.ticket.seen) {
        const ticket = await post(path`tickets/${this.id}/${verb}`, { seen });
        await this.#show(ticket);
        return wayBack(ticket.dot);
    }

    async take() { toast(`${this.id} is yours.`, await this.act("claim")); }

    /// Decides in a field that holds several values.
    async decide(field, decision) {
        const { seen } = this.ticket;
        const answer = await post("conflicts/decide", {
            ticket: this.id, field, seen, ...decision,
        });
        if (answer.ticket) await this.#show(answer.ticket);
        if (decision.decision === "undo") return toast("Taken back: it shows what it did before.");
        return toast("Decided.", () => this.decide(field, { decision: "undo" }).catch(complain));
    }

    // What is shown.

    #build() {
        this.titleText = new TitleText(this);
        this.description = new LongText(this);
        this.composer = composer(this);
        this.time = new TimePanel(this);
        const attach = attachBox(this);
        this.files = { words: `Drop to attach to ${this.id}`, take: attach.take };
        const part = (name, draw, tag = "section") => {
            const element = h(`${tag}.card`, { "aria-label": name });
            return new Part(element, draw);
        };
        this.state = new Part(h("div.state"), (ticket) => this.#drawState(ticket));
        this.fields = part("Fields", () => drawFields(this));
        this.comments = part("Comments", () => drawComments(this));
        this.documents = part("Documents", () => drawDocuments(this));
        replace(this.place,
            h("nav.crumbs", { "aria-label": "Back" },
                h("a", { href: "#/tickets", onclick: (event) => this.#back(event) },
                    "Tickets"), h("span.ref", this.id)),
            this.titleText.element, this.state.element,
            h("div.two",
                h("div.broad", this.description.element, this.comments.element,
                    this.composer.element, historyPanel(this)),
                h("aside", { "aria-label": "Facts of the ticket" }, this.fields.element,
                    this.time.element, this.documents.element, attach.element,
                    clientPanel(this))));
    }

    async #show(ticket) {
        this.ticket = ticket;
        this.titleText.show(ticket);
        this.state.show([ticket.attention, ticket.conflicts.length, ticket.held, ticket.unsent,
            ticket.shared, isPending(ticket), ticket.created_at, ticket.updated_at,
            ticket.fields.title]);
        this.fields.show([ticket.fields, ticket.ids, ticket.organization, ticket.contact,
            ticket.held, ticket.status, ticket.estimate, ticket.logged]);
        this.description.show(ticket);
        this.comments.show([ticket.comments, ticket.conflicts, ticket.shared, ticket.held]);
        this.composer.show(ticket);
        this.documents.show([ticket.documents, transferOf(ticket)]);
        await this.time.show(ticket);
        this.onShown?.();
    }

    #drawState() {
        const { ticket } = this;
        return [
            h("p.faint", "Made by ", said(ticket.created_by), " ", time(ticket.created_at),
                ", changed ", time(ticket.updated_at), " ", h("span.marks", marks({
                    ...ticket, documents_pending: isPending(ticket),
                    conflicts: ticket.conflicts.map((item) => item.field),
                }))),
            attentionList(ticket.attention),
        ];
    }

    #back(event) {
        if (history.length > 1) {
            event.preventDefault();
            history.back();
        }
    }

    #keys() {
        const focus = (selector) => () => this.place.querySelector(selector)?.focus();
        return {
            "e": () => this.titleText.edit(), "s": focus("[name=status]"),
            "p": focus("[name=priority]"), "c": focus("[name=comment]"),
            "t": focus("[name=minutes]"), "u": () => go("#/tickets"),
            "a": () => this.take().catch(complain),
        };
    }
}
