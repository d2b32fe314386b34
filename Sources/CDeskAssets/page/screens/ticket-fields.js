// The fields of a ticket, each with who wrote it and when, and what else stands in it.

import { optionsOf, select } from "../parts/choose.js";
import { choicesFor, me } from "../parts/desk.js";
import { freshID, h, said } from "../parts/dom.js";
import { duration, minutesOf, PRIORITIES, STATUSES, time, word } from "../parts/format.js";
import { complain, toast } from "../parts/say.js";
import { explain, otherValues } from "./settle.js";
import { release } from "./release.js";

const NONE = { assignee: "Nobody" };

/// All of them, as a list of terms.
export function drawFields(screen) {
    const { ticket } = screen;
    return [
        h("header", h("h2", "Fields")),
        h("div.body.fields",
            chosenField(screen, "status", STATUSES.map((name) => [name, word(name)])),
            chosenField(screen, "priority", PRIORITIES.map((name) => [name, word(name)])),
            listedField(screen, "assignee", ticket.ids.assignee === me().id ? null
                : quick("Take it", "assignee", () => screen.take())),
            listedField(screen, "category"), listedField(screen, "type"),
            listedField(screen, "project"),
            listedField(screen, "contact", null, "client"),
            listedField(screen, "organization", null, "client"),
            estimateField(screen), sharedField(screen)),
    ];
}

function quick(words, field, act) {
    return h("button.plain.small", {
        "data-focus": `quick/${field}`, onclick: () => act().catch(complain),
    }, words);
}

/// A line of the list: label, control, who and when, other values.
function line(screen, name, field, control, extra) {
    const id = freshID(name);
    control.id = id;
    const facts = screen.ticket.fields[field];
    return h("div.line", { "data-field": name },
        h("label.label", { for: id }, word(name)),
        h("div.control", control, extra),
        // Contact and organization are one field: it is signed and disputed once.
        name === "contact" ? null : [
            written(screen, field, facts), otherValues(screen, field, facts)]);
}

/// Who wrote what is shown, where and when.
function written(screen, field, facts) {
    if (!facts) return null;
    return h("small.who",
        h("button.who-button", {
            title: "Why it shows this", "data-focus": `why/${field}`,
            onclick: () => explain(screen.id, field).catch(complain),
        }, said(facts.member), ", ", said(facts.device)), " ", time(facts.acted_at),
        facts.unsent ? h("span.tag.warn", "not sent") : null);
}

function chosenField(screen, name, options) {
    const shown = screen.ticket[name];
    const known = options.some(([value]) => value === shown)
        ? options : [[shown ?? "", word(shown)], ...options];
    return line(screen, name, name,
        picking(screen, name, known, shown, (value) => value));
}

function listedField(screen, name, extra = null, field = name) {
    const shown = screen.ticket.ids[name];
    const items = [...choicesFor(name)];
    // What stands in the field may be archived by now, and stays as it is.
    if (shown && !items.some((item) => item.id === shown)) {
        items.push({ id: shown, name: screen.ticket[name] ?? shown, archived: true });
    }
    return line(screen, name, field, picking(screen, name,
        optionsOf(items, shown, NONE[name] ?? "None"), shown, (value) => value || null), extra);
}

/// A select that writes when a person is done with it: at once by mouse, after a moment by key,
/// since a key walks over values that nobody means.
function picking(screen, name, options, shown, valueOf) {
    let byKey = false;
    let timer = null;
    const commit = (element) => {
        clearTimeout(timer);
        timer = null;
        const value = element.value;
        if (value === (shown ?? "")) return;
        const words = options.find(([option]) => option === value)?.[1] ?? value;
        screen.edit({ [name]: valueOf(value) }, { said: `${word(name)}: ${words}.` })
            .catch(complain);
    };
    return select(options, shown ?? "", {
        name, "data-focus": `field/${name}`,
        onkeydown: () => { byKey = true; },
        onpointerdown: () => { byKey = false; },
        onchange: (event) => {
            const element = event.target;
            clearTimeout(timer);
            if (!byKey) return commit(element);
            timer = setTimeout(() => commit(element), 700);
            return undefined;
        },
        onblur: (event) => { if (timer) commit(event.target); },
    });
}

function estimateField(screen) {
    const { ticket } = screen;
    const shown = duration(ticket.estimate);
    const save = (input) => {
        const text = input.value.trim();
        if (text === shown) return undefined;
        const minutes = text === "" ? null : minutesOf(text);
        if (text !== "" && minutes === null) {
            input.setAttribute("aria-invalid", "true");
            return toast(`"${text}" is no length of time: write it as 45m, 2h or 2h30.`);
        }
        return screen.edit({ estimate: minutes }, {
            said: `Estimate: ${duration(minutes) || "none"}.`,
        }).catch(complain);
    };
    const input = h("input", {
        name: "estimate", value: shown, placeholder: "None", inputmode: "text",
        autocomplete: "off", "data-focus": "field/estimate",
        onblur: (event) => save(event.target),
        onkeydown: (event) => {
            if (event.key === "Enter") save(event.target);
            if (event.key === "Escape") event.target.value = shown;
        },
    });
    return line(screen, "estimate", "estimate", input);
}

/// Whether the client can see the ticket: said in words, changed only after a look at what goes.
function sharedField(screen) {
    const { ticket } = screen;
    const facts = ticket.fields.shared;
    const words = ticket.held ? "Held back until somebody confirms"
        : ticket.shared ? "The client can see this ticket" : "The client cannot see this ticket";
    const button = (verb, text) => h("button.small", {
        "data-focus": `shared/${verb}`,
        onclick: () => release(screen, verb).catch(complain),
    }, text);
    return h("div.line", { "data-field": "shared" },
        h("span.label", "Client"),
        h("div.control.row", h(ticket.held ? "span.tag.bad"
            : ticket.shared ? "span.tag.good" : "span.tag", null, words),
        ticket.held ? button("confirm-release", "Look and confirm") : null,
        ticket.shared || ticket.held ? button("unshare", "Hide it")
            : button("share", "Share it")),
        written(screen, "shared", facts), otherValues(screen, "shared", facts));
}
