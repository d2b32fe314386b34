// The work on a ticket: a timer that survives a restart, entries by hand, estimate against logged.

import { get, patch, path, post, put, remove } from "../parts/api.js";
import { form, labelled } from "../parts/choose.js";
import { h, Part, said } from "../parts/dom.js";
import { duration, minutesOf, today } from "../parts/format.js";
import { complain, dialog, toast } from "../parts/say.js";
import { ticketAddress } from "../parts/route.js";

export class TimePanel {
    constructor(screen) {
        this.screen = screen;
        this.sum = new Part(h("div"), ([logged, estimate]) => bar(logged, estimate));
        this.timer = new Part(h("div.timer"), (timer) => this.#drawTimer(timer));
        this.entries = new Part(h("div"), (entries) => this.#drawEntries(entries));
        this.element = h("section.card", { "aria-label": "Time" },
            h("header", h("h2", "Time")),
            h("div.body.stack", this.sum.element, this.timer.element, this.#manual()),
            this.entries.element);
        this.tick = setInterval(() => this.#loadTimer().catch(() => {}), 30_000);
    }

    close() { clearInterval(this.tick); }

    async show(ticket) {
        this.sum.show([ticket.logged, ticket.estimate]);
        this.entries.show(ticket.time);
        await this.#loadTimer().catch(() => { /* The next look at it tries again. */ });
    }

    async #loadTimer() {
        const { timer } = await get("timer");
        this.timer.show({ timer });
    }

    #drawTimer({ timer }) {
        const button = (words, work, style = "button") => h(style, {
            "data-focus": `timer/${words}`,
            onclick: async () => {
                try { await work(); } catch (error) { complain(error); }
            },
        }, words);
        if (!timer) return button("Start the timer", () => this.#start());
        if (timer.ticket !== this.screen.id) {
            return h("p.faint", "The timer runs for ",
                h("a", { href: ticketAddress(timer.ticket) }, said(timer.title)),
                `, ${duration(timer.minutes)}. `,
                button("Stop it and log", () => this.#stop(), "button.small"));
        }
        return h("div.row",
            h("strong", { role: "timer" }, `Running, ${duration(timer.minutes)}`),
            button("Stop and log", () => this.#stop(), "button.small.primary"),
            button("Drop it", () => this.#drop(), "button.small"));
    }

    async #start() {
        this.timer.show(await put("timer", { ticket: this.screen.id }));
    }

    async #stop() {
        const logged = await post("timer/stop", { day: today() });
        toast(`Logged ${duration(logged.minutes)}.`);
        await this.screen.reload();
    }

    async #drop() {
        this.timer.show(await remove("timer"));
        toast("The timer was dropped; nothing was logged.");
    }

    #manual() {
        const minutes = h("input", {
            name: "minutes", placeholder: "45m, 2h30", required: true, autocomplete: "off",
        });
        const day = h("input", { name: "day", type: "date", value: today() });
        const note = h("input", { name: "note", autocomplete: "off" });
        return h("details.log", { open: true }, h("summary", "Log by hand"),
            form(h("div.grid.tight", labelled("Length", minutes), labelled("Day", day),
                h("div.whole", labelled("Note", note))), {
                verb: "Log time",
                act: async () => {
                    const length = lengthOf(minutes);
                    await post(path`tickets/${this.screen.id}/time`, {
                        minutes: length, day: day.value,
                        ...(note.value ? { note: note.value } : {}),
                    });
                    minutes.value = "";
                    note.value = "";
                    toast(`Logged ${duration(length)}.`);
                    await this.screen.reload();
                },
            }));
    }

    #drawEntries(entries) {
        if (entries.length === 0) return null;
        return h("ul.entries", entries.map((entry) => h("li",
            h("span.grow", h("strong", duration(entry.minutes)), " ",
                said(entry.member), " ", h("span.faint", entry.day),
                entry.note ? h("div.text", said(entry.note)) : null,
                entry.unsent ? h("span.tag.warn", "not sent") : null),
            h("button.plain.small", {
                "data-focus": `time/${entry.id}/edit`,
                "aria-label": `Correct ${duration(entry.minutes)} of ${entry.member}`,
                onclick: () => this.#correct(entry).catch(complain),
            }, "Correct"),
            h("button.plain.small", {
                "data-focus": `time/${entry.id}/delete`,
                "aria-label": `Delete ${duration(entry.minutes)} of ${entry.member}`,
                onclick: () => this.#delete(entry).catch(complain),
            }, "Delete"))));
    }

    async #correct(entry) {
        const { seen } = this.screen.ticket;
        const minutes = h("input", { value: duration(entry.minutes) });
        const day = h("input", { type: "date", value: entry.day });
        const note = h("input", { value: entry.note ?? "" });
        await dialog("Correct the time", (close) => form([labelled("Length", minutes),
            labelled("Day", day), labelled("Note", note)], {
            verb: "Save", cancel: () => close(null),
            act: async () => {
                const changes = { seen };
                if (lengthOf(minutes) !== entry.minutes) changes.minutes = lengthOf(minutes);
                if (day.value !== entry.day) changes.day = day.value;
                if (note.value !== (entry.note ?? "")) changes.note = note.value || null;
                await patch(path`time/${entry.id}`, changes);
                close(true);
            },
        }));
        await this.screen.reload();
    }

    async #delete(entry) {
        await post(path`time/${entry.id}/delete`, { seen: this.screen.ticket.seen });
        await this.screen.reload();
        toast(`Deleted ${duration(entry.minutes)}.`, async () => {
            await post(path`tickets/${this.screen.id}/time`, {
                minutes: entry.minutes, day: entry.day, ...(entry.note ? { note: entry.note } : {}),
            });
            await this.screen.reload();
        });
    }
}

function lengthOf(input) {
    const minutes = minutesOf(input.value);
    if (!minutes) {
        throw new Error(`"${input.value}" is no length of time. Write it as 45m, 2h or 2h30.`);
    }
    return minutes;
}

/// Logged against estimated, as a bar and in words.
function bar(logged, estimate) {
    if (!estimate) {
        return h("p", h("strong", duration(logged)), " logged, no estimate.");
    }
    const isOver = logged > estimate;
    const words = isOver ? `${duration(logged - estimate)} over`
        : `${duration(estimate - logged)} left`;
    return h("div",
        h("p", h("strong", duration(logged)), ` of ${duration(estimate)} logged, `,
            isOver ? h("span.tag.bad", words) : words),
        h(isOver ? "div.bar.over" : "div.bar", { "aria-hidden": "true" },
            h("div", { style: { width: `${Math.min(100, (logged / estimate) * 100)}%` } })));
}
