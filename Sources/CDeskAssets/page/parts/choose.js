// Fields that people fill in: a text, a length of time, one of a list, one of a long list.

import { freshID, h, replace, said } from "./dom.js";
import { tell } from "./say.js";

/// A control with its label; `small` explains it.
export function labelled(label, control, small) {
    const id = control.id || freshID("field");
    control.id = id;
    return h("div.field", h("label.label", { for: id }, label), control,
        small ? h("small", small) : null);
}

/// A choice among few. Options are [value, words].
export function select(options, chosen, attributes = {}) {
    const element = h("select", attributes, options.map(([value, words]) => h("option", {
        value, selected: value === chosen,
    }, words)));
    element.value = chosen ?? "";
    return element;
}

/// What a person may choose from a list of the workspace: names, the archived ones left out unless
/// one of them stands in the field. An item is {id, name, archived?, active?, organization?}.
export function optionsOf(items, chosenID, none = "None") {
    const usable = items.filter((item) => item.id === chosenID
        || !(item.archived || item.active === false));
    const names = new Map();
    for (const item of usable) names.set(item.name, (names.get(item.name) ?? 0) + 1);
    const words = (item) => {
        const twice = names.get(item.name) > 1 ? ` (${item.id})` : "";
        const gone = item.archived ? ", archived" : item.active === false ? ", deactivated" : "";
        return item.name + twice + gone;
    };
    return [["", none], ...usable.map((item) => [item.id, words(item)])];
}

/// A group of filters behind one button: any of the ticked ones will do.
/// `values` are [value, words]; `changed` gets the list of those that are ticked.
export function manyOf(label, values, ticked, changed, isOpen) {
    const chosen = new Set(ticked);
    const words = h("span");
    const box = popup(words, label, () => manyChoices(label, values, chosen, () => {
        draw();
        changed([...chosen]);
    }), isOpen);
    function draw() {
        const names = values.filter(([value]) => chosen.has(value)).map(([, name]) => name);
        words.textContent = names.length === 0 ? label
            : `${label}: ${names.length < 3 ? names.join(", ") : names.length}`;
        box.classList.toggle("on", names.length > 0);
    }
    draw();
    return box;
}

function manyChoices(label, values, chosen, changed) {
    const search = values.length > 8 ? h("input", {
        type: "search", placeholder: "Find", "aria-label": `Find in ${label}`,
        "data-focus": `find/${label}`,
        oninput: (event) => {
            const wanted = event.target.value.toLowerCase();
            for (const row of list.children) {
                row.hidden = !row.textContent.toLowerCase().includes(wanted);
            }
        },
    }) : null;
    const list = h("div", { role: "group", "aria-label": label }, values.map(([value, words]) =>
        h("label",
            h("input", {
                type: "checkbox", checked: chosen.has(value), value,
                "data-focus": `${label}/${value}`,
                onchange: (event) => {
                    chosen[event.target.checked ? "add" : "delete"](value);
                    changed();
                },
            }), said(words))));
    return [search, list];
}

/// A button that opens a small box under it, whose content is made when it is first needed;
/// Escape and a click elsewhere close it.
export function popup(words, name, content, isOpen) {
    const pop = h("div.pop");
    const fill = () => { if (!pop.firstChild) replace(pop, content()); };
    const box = h("details.menu-box", { "data-box": name },
        h("summary", { "data-focus": `box/${name}`, onclick: fill }, words), pop);
    if (isOpen) {
        fill();
        box.open = true;
    }
    box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !box.open) return;
        event.stopPropagation();
        box.open = false;
        box.querySelector("summary").focus();
    });
    box.addEventListener("toggle", () => {
        if (!box.open) return;
        fill();
        for (const other of document.querySelectorAll("details.menu-box[open]")) {
            if (other !== box) other.open = false;
        }
    });
    return box;
}

document.addEventListener("pointerdown", (event) => {
    for (const box of document.querySelectorAll("details.menu-box[open]")) {
        if (!box.contains(event.target)) box.open = false;
    }
});

/// A form that acts once, says what went wrong beside its buttons, and keeps what was typed.
export function form(fields, { verb, act, cancel, extra }) {
    const trouble = h("p.trouble", { role: "alert", hidden: true });
    const button = h("button.primary", { type: "submit" }, verb);
    return h("form.stack", {
        novalidate: true,
        onsubmit: async (event) => {
            event.preventDefault();
            button.disabled = true;
            trouble.hidden = true;
            try {
                await act();
            } catch (error) {
                tell(trouble, error);
            } finally {
                button.disabled = false;
            }
        },
    }, fields, trouble, h("div.row.end",
        extra,
        cancel ? h("button", { onclick: cancel }, "Cancel") : null, button));
}
