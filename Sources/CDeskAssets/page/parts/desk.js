// What all screens share: who this is, what can be chosen, how the sync stands, drafts.

import { get, path, put, remove, startSession } from "./api.js";
import { debounce } from "./dom.js";

export const desk = { session: null, choices: null, status: null, isConnected: true };

const listeners = new Set();

/// Calls back when choices or status are others than before.
export function onDesk(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export function changed(parts) {
    Object.assign(desk, parts);
    for (const listener of listeners) listener(desk);
}

export async function load() {
    const [session, status] = await Promise.all([startSession(), get("status")]);
    const choices = status.locked ? null : await get("choices");
    changed({ session, choices, status, isConnected: true });
}

export async function loadChoices() { changed({ choices: await get("choices") }); }

export const me = () => desk.session.member;

/// Whether this person may change categories and types.
export const isAdmin = () => ["owner", "admin"].includes(me().role);

/// The lists that a ticket chooses from, by the name of its field.
export function choicesFor(field) {
    const names = {
        type: "types", category: "categories", assignee: "members", contact: "contacts",
        organization: "organizations", project: "projects",
    };
    return desk.choices[names[field]] ?? [];
}

/// A text in the making, kept by this laptop from the first letters on: it is there again after a
/// restart or a crash, with what its writer had on the screen when they began.
export class Draft {
    constructor(key) {
        this.key = key;
        this.saveSoon = debounce(250, (text, seen) => this.#save(text, seen));
        unsaved.add(this);
    }

    async read() {
        const { drafts } = await get("drafts");
        const draft = drafts.find(({ key }) => key === this.key) ?? null;
        this.exists = draft !== null;
        const kept = homeless.get(this.key) ?? draft;
        return kept?.text ? kept : null;
    }

    write(text, seen = null) {
        this.latest = { text, seen };
        this.saveSoon(text, seen);
    }

    /// Saves at once what was written last.
    flush() {
        if (!this.latest) return;
        this.saveSoon.cancel();
        this.#save(this.latest.text, this.latest.seen);
    }

    async clear() {
        this.saveSoon.cancel();
        this.latest = null;
        await this.saving;
        homeless.delete(this.key);
        if (!this.exists) return;
        this.exists = false;
        await remove(path`drafts/${this.key}`);
    }

    #save(text, seen) {
        this.latest = null;
        this.saving = (this.saving ?? Promise.resolve()).then(async () => {
            if (text === "" && !this.exists) return;
            if (text === "") {
                this.exists = false;
                await remove(path`drafts/${this.key}`);
            } else {
                await put(path`drafts/${this.key}`, { text, seen });
                this.exists = true;
            }
            homeless.delete(this.key);
        }).catch(() => {
            // The next letter tries again, and so does the page when syncd is back.
            homeless.set(this.key, { text, seen, saved_at: new Date().toISOString() });
        });
    }
}

/// Texts that syncd was too silent to keep, by key: this page has them until it is back.
const homeless = new Map();
addEventListener("beforeunload", (event) => { if (homeless.size) event.preventDefault(); });

/// Saves what could not be saved.
export async function saveDrafts() {
    for (const [key, { text, seen }] of homeless) {
        await (text ? put(path`drafts/${key}`, { text, seen }) : remove(path`drafts/${key}`));
        homeless.delete(key);
    }
}

const unsaved = new Set();
addEventListener("pagehide", () => { for (const draft of unsaved) draft.flush(); });
