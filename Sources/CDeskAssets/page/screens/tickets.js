// The list of all tickets: every filter, search as one types, any order, several at once.

import { get } from "../parts/api.js";
import { debounce, h, replace } from "../parts/dom.js";
import { count } from "../parts/format.js";
import { useKeys } from "../parts/keys.js";
import { late } from "../parts/late.js";
import { address, go, restate, ticketAddress } from "../parts/route.js";
import { Rows } from "../parts/rows.js";
import { complain } from "../parts/say.js";
import { filterBar } from "./filters.js";
import { savedFilters } from "./saved-filters.js";
import { COLUMNS, drawRow, markRow } from "./ticket-row.js";

export const title = "Tickets";
export const layout = "fill";

const LEAVING = ["pointerdown", "keydown", "pagehide"];

/// The list as it was left: coming back from a ticket finds the same row in the same place.
let left = null;

export async function open(place, { parameters }) {
    const screen = new TicketsScreen(place, parameters);
    await screen.start(parameters.get("focus") === "search");
    return screen;
}

class TicketsScreen {
    constructor(place, parameters) {
        this.place = place;
        this.parameters = new URLSearchParams(parameters);
        this.parameters.delete("focus");
        this.selected = new Set();
        this.cursor = null;
        // A browser takes only so many addresses a minute, and its time for each.
        this.restateSoon = debounce(300,
            () => restate(address("tickets", null, this.parameters)));
        // Before anything leads away, the address says what is left; a letter leads nowhere.
        this.leave = ({ target, key = "" }) => {
            if (target !== this.searchField || key.length > 1) this.restateSoon.flush();
        };
        for (const type of LEAVING) addEventListener(type, this.leave, true);
    }

    async start(focusesSearch) {
        this.#build();
        useKeys("tickets", this.#keys());
        const isBack = left && left.query === this.parameters.toString();
        await this.rows.restart();
        this.saved.load();
        if (isBack) {
            this.scroller.scrollTop = left.top;
            this.cursor = left.cursor;
            this.rows.paint();
            if (this.cursor && !focusesSearch) this.#focusCursor();
        }
        if (focusesSearch) this.search();
    }

    search() {
        this.searchField.focus();
        this.searchField.select();
    }

    close() {
        left = {
            query: this.parameters.toString(), top: this.scroller.scrollTop, cursor: this.cursor,
        };
        this.rows.stop();
        this.restateSoon.cancel();
        for (const type of LEAVING) removeEventListener(type, this.leave, true);
    }

    async changed(event) {
        if (event.lists) this.#drawFilters();
        await this.rows.refresh();
        this.saved.load();
    }

    contact() { /* Rows show what is unsent; that comes with a change. */ }

    // The parts of the screen.

    #build() {
        this.total = h("span.faint", { role: "status" });
        this.searchField = h("input", {
            type: "search", placeholder: "Search titles and descriptions", name: "search",
            "aria-label": "Search the tickets", "aria-keyshortcuts": "/",
            value: this.parameters.get("search") ?? "",
            oninput: () => this.#set({ search: this.searchField.value }),
            onkeydown: (event) => this.#searchKey(event),
        });
        this.filters = h("div.filters", { role: "group", "aria-label": "Filters" });
        this.clear = h("button.plain.small", {
            onclick: () => this.#clear(), "data-focus": "clear-filters",
        }, "Clear");
        this.saved = savedFilters({
            current: () => this.parameters.toString(),
            apply: (text) => this.#restart(new URLSearchParams(text)),
        });
        this.bulk = h("div.bulk", { role: "region", "aria-label": "Selected tickets" });
        this.body = h("tbody");
        this.headRow = h("tr");
        this.scroller = h("div.list", { tabindex: "-1" },
            h("table.tickets", h("caption.unseen", "Tickets"), h("thead", this.headRow),
                this.body));
        replace(this.place,
            h("div.head", h("h1", "Tickets"), this.total,
                h("div.search", this.searchField),
                h("a.button.primary", { href: "#/new", "aria-keyshortcuts": "n" }, "New ticket")),
            this.saved.element, this.filters, this.bulk, this.scroller);
        this.rows = new Rows({
            scroller: this.scroller, body: this.body,
            load: (offset, limit, signal) => this.#load(offset, limit, signal),
            draw: (row) => drawRow(row, {
                select: (isSelected) => this.#select(row.id, isSelected),
                at: () => { this.cursor = row.id; },
            }),
            mark: (line, { id }, index) => markRow(line, {
                index, isCurrent: id === this.cursor, isSelected: this.selected.has(id),
            }),
            shown: (total) => this.#showTotal(total),
        });
        this.#drawFilters();
        this.#drawHead();
    }

    async #load(offset, limit, signal) {
        const answer = await get("tickets", [...this.parameters, ["offset", offset],
            ["limit", limit]].reduce((all, [key, value]) => {
            all[key] = key in all ? [].concat(all[key], value) : value;
            return all;
        }, {}), signal);
        return { total: answer.total, rows: answer.tickets };
    }

    #showTotal(total) {
        const text = count(total, "ticket");
        if (this.total.textContent !== text) this.total.textContent = text;
        this.scroller.querySelector("table").setAttribute("aria-rowcount", String(total + 1));
        this.empty?.remove();
        if (total > 0) return;
        this.empty = this.#isFiltered
            ? h("div.empty", h("strong", "No ticket passes these filters."),
                h("button", { onclick: () => this.#clear() }, "Clear the filters"))
            : h("div.empty", h("strong", "There are no tickets yet."),
                "The first one is saved here, with or without a network. ",
                h("a", { href: "#/new" }, "Write it"));
        this.scroller.append(this.empty);
    }

    #drawFilters() {
        // The box in which somebody ticks one value after the other stays open.
        const open = this.filters.querySelector("details[open]")?.dataset.box;
        this.clear.hidden = !this.#isFiltered;
        replace(this.filters, filterBar(
            this.parameters, open, (change) => this.#set(change)), this.clear);
    }

    get #isFiltered() { return [...this.parameters.keys()].some((key) => key !== "sort"); }

    #drawHead() {
        const sort = this.parameters.get("sort") ?? "-id";
        const key = sort.replace("-", "");
        replace(this.headRow,
            h("th.tick", { scope: "col" }, h("span.unseen", "Selected")),
            COLUMNS.map(([name, words]) => h(`th.${name}`, {
                scope: "col",
                "aria-sort": key !== name ? null
                    : sort.startsWith("-") ? "descending" : "ascending",
            }, h("button.plain.small", {
                "data-focus": `sort/${name}`,
                onclick: () => this.#set({ sort: sort === name ? `-${name}` : name }),
            }, words, key === name ? h("span", { "aria-hidden": "true" },
                sort.startsWith("-") ? "↓" : "↑") : null))));
    }

    // What is asked for.

    /// Changes parts of the question; a list asks for any of its values.
    #set(change) {
        for (const [key, value] of Object.entries(change)) {
            this.parameters.delete(key);
            for (const item of [].concat(value)) if (item) this.parameters.append(key, item);
        }
        if ("sort" in change) this.#drawHead();
        this.#asked();
    }

    #clear() {
        const sort = this.parameters.get("sort");
        this.#restart(new URLSearchParams(sort ? { sort } : {}));
    }

    #restart(parameters) {
        this.parameters = parameters;
        this.searchField.value = parameters.get("search") ?? "";
        this.#drawFilters();
        this.#drawHead();
        this.#asked();
    }

    async #asked() {
        try {
            if (!await this.rows.restart()) return;
        } catch (error) {
            complain(error);
        }
        this.restateSoon();
        this.clear.hidden = !this.#isFiltered;
        this.saved.draw();
    }

    // Keyboard and selection.

    #searchKey(event) {
        if (event.key === "ArrowDown" || (event.key === "Enter" && !event.isComposing)) {
            event.preventDefault();
            this.#move(0);
        } else if (event.key === "Escape" && this.searchField.value) {
            event.preventDefault();
            this.searchField.value = "";
            this.#set({ search: "" });
        }
    }

    #keys() {
        return {
            "j": () => this.#move(1), "k": () => this.#move(-1),
            "ArrowDown": () => this.#move(1), "ArrowUp": () => this.#move(-1),
            "Home": () => this.#moveTo(0), "End": () => this.#moveTo(this.rows.total - 1),
            "Enter": () => { if (this.cursor) go(ticketAddress(this.cursor)); },
            "x": () => this.cursor && this.#select(this.cursor, !this.selected.has(this.cursor)),
            "Shift+X": () => this.#selectAll().catch(complain), "f": () => this.#focusFilters(),
            "a": () => this.#together("claim"), "e": () => this.#together("editTogether"),
            "Escape": () => this.#selectNone(),
        };
    }

    /// Does something with all that are selected, or with the one ticket under the cursor.
    async #together(what) {
        const ids = this.selected.size ? [...this.selected] : [this.cursor].filter(Boolean);
        try {
            await (await late("bulk"))[what](ids);
        } catch (error) {
            complain(error);
        }
    }

    #move(step) {
        const index = this.cursor ? this.rows.indexOf(this.cursor) : -1;
        this.#moveTo(index < 0 ? 0 : Math.min(this.rows.total - 1, Math.max(0, index + step)));
    }

    async #moveTo(index) {
        if (this.rows.total === 0) return;
        // At once where it can be: keys come faster than answers.
        if (!this.rows.reveal(index)) await this.rows.fill();
        const id = this.rows.at(index)?.id ?? this.cursor;
        this.cursor = id;
        this.rows.paint();
        // Painting gave the focus back to the row that had it, which took the cursor along.
        this.cursor = id;
        this.#focusCursor();
    }

    #focusCursor() {
        this.body.querySelector(`a[data-focus="ticket/${CSS.escape(this.cursor)}"]`)
            ?.focus({ preventScroll: true });
    }

    #focusFilters() { this.filters.querySelector("summary")?.focus(); }

    #select(id, isSelected) {
        if (isSelected) this.selected.add(id); else this.selected.delete(id);
        this.cursor = id;
        this.#drawSelection();
    }

    #selectNone() {
        this.selected.clear();
        this.#drawSelection();
    }

    async #selectAll() {
        const { rows } = await this.#load(0, 1000);
        this.selected = new Set(rows.map((row) => row.id));
        this.#drawSelection();
    }

    #drawSelection() {
        this.rows.paint();
        const number = this.selected.size;
        replace(this.bulk, number === 0 ? [] : [
            h("strong", { role: "status" }, `${count(number, "ticket")} selected`),
            h("button.small.primary", {
                onclick: () => this.#together("editTogether"),
            }, "Edit together ", h("kbd", "e")),
            h("button.small", {
                onclick: () => this.#together("claim"),
            }, "Give to me ", h("kbd", "a")),
            h("button.small", { onclick: () => this.#together("share") }, "Share"),
            h("button.small", { onclick: () => this.#together("hide") }, "Hide from clients"),
            h("button.small", {
                onclick: () => this.#selectAll().catch(complain),
            }, "Select all found"),
            h("button.small.plain", { onclick: () => this.#selectNone() },
                "Clear selection"),
        ]);
    }
}
