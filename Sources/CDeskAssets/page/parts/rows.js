// A long list of which only the rows in view exist: ten thousand tickets cost what forty do.

import { arrange, h } from "./dom.js";

const PAGE = 100;
const BEYOND = 8;

/// The rows in view of a list that is read page by page.
///
/// `load(offset, limit, signal)` gives {total, rows}; `draw(row)` gives a table row of the height
/// that the style sheet sets, and is asked again only for another row; `mark(line, row, index)`
/// says on it what may change beside the row; `shown(total)` is told how many there are.
export class Rows {
    constructor({ scroller, body, load, draw, mark, shown }) {
        Object.assign(this, { scroller, body, load, draw, mark, shown });
        this.pages = new Map();
        this.lines = new Map();
        this.total = 0;
        this.query = 0;
        this.scheduled = false;
        scroller.addEventListener("scroll", () => this.#schedule(), { passive: true });
        this.observer = new ResizeObserver(() => this.#schedule());
        this.observer.observe(scroller);
    }

    /// Reads the list from its start: another question was asked.
    async restart() {
        const top = this.scroller.scrollTop;
        const answer = await this.#read(0);
        if (!answer) return false;
        this.pages = new Map([[0, answer.rows]]);
        this.total = answer.total;
        if (top) this.scroller.scrollTop = 0;
        this.paint();
        return true;
    }

    /// Reads what is in view again, where it is: something has changed.
    async refresh() {
        const [first, last] = this.#range();
        const wanted = [...new Set([0, Math.floor(first / PAGE), Math.floor(last / PAGE)])];
        this.query += 1;
        this.abort?.abort();
        const query = this.query;
        const answers = await Promise.all(wanted.map((page) => this.#page(page)));
        if (query !== this.query || answers.some((answer) => !answer)) return;
        this.pages = new Map(wanted.map((page, index) => [page, answers[index].rows]));
        this.total = answers[0].total;
        this.paint();
    }

    /// The row at an index, if it was read.
    at(index) { return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE]; }

    /// The index of a row that was read, or -1.
    indexOf(id) {
        for (const [page, rows] of this.pages) {
            const index = rows.findIndex((row) => row.id === id);
            if (index >= 0) return page * PAGE + index;
        }
        return -1;
    }

    /// Scrolls a row into view, and says whether it was read already.
    reveal(index) {
        const height = this.#height();
        const top = index * height;
        const head = this.scroller.querySelector("thead")?.offsetHeight ?? 0;
        if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
        const bottom = this.scroller.scrollTop + this.scroller.clientHeight - head - height;
        if (top > bottom) {
            this.scroller.scrollTop = top - this.scroller.clientHeight + head + height;
        }
        return this.at(index) !== undefined;
    }

    /// Reads what is in view and was not read yet.
    async fill() {
        await this.#readMissing();
        this.paint();
    }

    stop() {
        this.query += 1;
        this.abort?.abort();
        this.observer.disconnect();
    }

    /// Draws the rows in view, and room for all others.
    paint() {
        const [first, last] = this.#range();
        const lines = new Map();
        const rows = [this.#room(first)];
        // What a line says of today is wrong tomorrow.
        const day = new Date().toDateString();
        for (let index = first; index < last; index += 1) {
            const row = this.at(index);
            if (!row) {
                rows.push(this.#room(1));
                continue;
            }
            const key = day + JSON.stringify(row);
            const line = this.lines.get(key) ?? this.draw(row);
            lines.set(key, line);
            this.mark(line, row, index);
            rows.push(line);
        }
        this.lines = lines;
        rows.push(this.#room(this.total - last));
        arrange(this.body, rows.filter(Boolean));
        this.shown?.(this.total);
    }

    #schedule() {
        if (this.scheduled) return;
        this.scheduled = true;
        requestAnimationFrame(async () => {
            this.scheduled = false;
            this.paint();
            if (await this.#readMissing()) this.paint();
        });
    }

    #height() {
        return parseFloat(getComputedStyle(this.scroller).getPropertyValue("--row")) || 36;
    }

    #range() {
        const height = this.#height();
        const top = Math.floor(this.scroller.scrollTop / height);
        const bottom = top + Math.ceil(this.scroller.clientHeight / height);
        const from = Math.max(0, Math.min(top - BEYOND, this.total - 1));
        return [from, Math.min(this.total, bottom + BEYOND)];
    }

    #room(count) {
        if (count <= 0) return null;
        // One cell: more would bring back the columns that a narrow screen leaves out.
        return h("tr.room", { "aria-hidden": "true" },
            h("td", { style: { height: `${count * this.#height()}px` } }));
    }

    async #read(page) {
        this.query += 1;
        this.abort?.abort();
        const query = this.query;
        const answer = await this.#page(page);
        return query === this.query ? answer : null;
    }

    async #page(page) {
        this.abort = new AbortController();
        try {
            return await this.load(page * PAGE, PAGE, this.abort.signal);
        } catch (error) {
            if (error.name === "AbortError") return null;
            throw error;
        }
    }

    async #readMissing() {
        const [first, last] = this.#range();
        const query = this.query;
        const missing = [...new Set([Math.floor(first / PAGE), Math.floor((last - 1) / PAGE)])]
            .filter((page) => page >= 0 && page * PAGE < this.total && !this.pages.has(page));
        if (missing.length === 0) return false;
        for (const page of missing) {
            const answer = await this.load(page * PAGE, PAGE);
            if (query !== this.query) return false;
            this.pages.set(page, answer.rows);
        }
        return true;
    }
}
