// Title and description: read as text, edited in place, never lost while they are written.

import { Draft } from "../parts/desk.js";
import { h, replace, said } from "../parts/dom.js";
import { time, word } from "../parts/format.js";
import { complain, confirmed, tell } from "../parts/say.js";
import { explain, otherValues } from "./settle.js";

/// A text field of a ticket. What is typed is kept as a draft from the first letters on, together
/// with what was on the screen when its writer began: a change that comes in between stays beside.
class EditableText {
    constructor(screen, field, element) {
        Object.assign(this, { screen, field, element, isEditing: false });
        this.draft = new Draft(`ticket:${screen.id}:${field}`);
    }

    /// Draws what stands; under the hands of a writer only a note says that it changed.
    show(ticket) {
        this.ticket = ticket;
        const key = JSON.stringify([ticket[this.field], ticket.fields[this.field], this.note]);
        if (this.isEditing) return this.drawMeanwhile();
        if (key === this.shown) return undefined;
        this.shown = key;
        return replace(this.element, this.drawReading());
    }

    /// Opens the editor again with a draft that an earlier visit left.
    async restore() {
        const draft = await this.draft.read();
        if (draft) this.edit(draft);
    }

    edit(draft) {
        if (this.isEditing) return this.control.focus();
        this.isEditing = true;
        this.began = this.ticket[this.field] ?? "";
        this.seen = draft?.seen ?? this.ticket.seen;
        this.control = this.makeControl(draft?.text ?? this.began);
        this.meanwhile = h("div", { role: "status" });
        this.trouble = h("p.trouble", { role: "alert", hidden: true });
        replace(this.element, h("form.editor.stack", {
            "data-editing": true, "aria-label": word(this.field),
            onsubmit: (event) => { event.preventDefault(); this.save(); },
            onkeydown: (event) => this.#key(event),
        },
        draft ? h("p.faint", "Your draft of ", time(draft.saved_at),
            ", kept on this laptop.") : null,
        this.control, this.meanwhile, this.trouble,
        h("div.row",
            h("button.primary", { type: "submit" }, "Save"),
            h("button", { onclick: () => this.leave() },
                draft ? "Discard the draft" : "Cancel"),
            h("span.faint", "Kept as a draft while you write."))));
        this.control.addEventListener("input", () =>
            this.draft.write(this.control.value, this.seen));
        if (!draft) this.control.focus();
        return undefined;
    }

    async save() {
        const text = this.control.value;
        try {
            await this.screen.edit(
                { [this.field]: text === "" ? null : text },
                { seen: this.seen, said: `${word(this.field)} saved.` });
        } catch (error) {
            tell(this.trouble, error);
            return;
        }
        await this.#end();
    }

    async leave() {
        const isWritten = this.control.value !== this.began;
        if (isWritten && !await confirmed("Discard what you wrote?",
            "The text that is saved stays as it is.", "Discard")) return;
        await this.#end();
    }

    async #end() {
        this.isEditing = false;
        this.shown = undefined;
        await this.draft.clear().catch(complain);
        this.show(this.screen.ticket);
        this.element.querySelector("[data-focus^='edit/']")?.focus();
    }

    #key(event) {
        if (event.key === "Escape") {
            event.preventDefault();
            this.leave();
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            this.save();
        }
    }

    drawMeanwhile() {
        const now = this.ticket[this.field] ?? "";
        if (now === this.began) return replace(this.meanwhile);
        const facts = this.ticket.fields[this.field];
        return replace(this.meanwhile, h("div.warning",
            h("p", "It has changed since you began: ", said(facts?.member), " wrote, ",
                time(facts?.acted_at), ". If you save, both stand beside each other."),
            h("p.text", said(now || "nothing"))));
    }

    editButton(words) {
        return h("button.small", {
            "data-focus": `edit/${this.field}`, onclick: () => this.edit(),
        }, words);
    }

    get others() {
        return otherValues(this.screen, this.field, this.ticket.fields[this.field]);
    }
}

export class TitleText extends EditableText {
    constructor(screen) { super(screen, "title", h("div.headline")); }

    drawReading() {
        return [h("h1", { dir: "auto" }, this.ticket.title), this.editButton("Edit"), this.others];
    }

    makeControl(text) {
        return h("input.title-input", { name: "title", "aria-label": "Title", value: text });
    }
}

export class LongText extends EditableText {
    constructor(screen) {
        super(screen, "description", h("section.card", { "aria-label": "Description" }));
    }

    drawReading() {
        const facts = this.ticket.fields.description;
        return [
            h("header", h("h2", "Description"),
                facts ? h("small.who", h("button.who-button", {
                    title: "Why it shows this", "data-focus": "why/description",
                    onclick: () => explain(this.screen.id, "description").catch(complain),
                }, said(facts.member), ", ", said(facts.device)), " ", time(facts.acted_at))
                    : null,
                this.editButton("Edit")),
            h("div.body", this.ticket.description
                ? h("div.text", { dir: "auto" }, this.ticket.description)
                : h("p.faint", "Nothing is written here yet."), this.others),
        ];
    }

    makeControl(text) {
        return h("textarea", {
            name: "description", "aria-label": "Description", rows: 10, value: text, dir: "auto",
        });
    }
}
