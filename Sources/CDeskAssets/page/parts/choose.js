// Fields that people fill in: a text, a length of time, one of a list, one of a long list.

import { freshID, h, said } from "./dom.js";

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
/// `values` are [value, words, count?]; `chosen` is a set that `changed` gets anew.
export function manyOf(label, values, chosen, changed) {
    const names = values.filter(([value]) => chosen.has(value)).map(([, words]) => words);
    const summary = names.length === 0 ? label
        : names.length < 3 ? `${label}: ${names.join(", ")}` : `${label}: ${names.length}`;
    const search = values.length > 8 ? h("input", {
        type: "search", placeholder: "Find", "aria-label": `Find in ${label}`,
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
                    const next = new Set(chosen);
                    if (event.target.checked) next.add(value); else next.delete(value);
                    changed(next);
                },
            }), said(words))));
    return popup(summary, { isOn: chosen.size > 0, name: label }, search, list);
}

/// A button that opens a small box under it; Escape and a click elsewhere close it.
export function popup(summary, { isOn = false, name, isRight = false }, ...content) {
    const box = h("details.menu-box", { "data-box": name },
        h("summary", { "data-focus": `box/${name}` }, summary), h("div.pop", content));
    if (isOn) box.classList.add("on");
    if (isRight) box.classList.add("right");
    box.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !box.open) return;
        event.stopPropagation();
        box.open = false;
        box.querySelector("summary").focus();
    });
    box.addEventListener("toggle", () => {
        if (!box.open) return;
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
                trouble.textContent = [error.message, error.hint].filter(Boolean).join(" ");
                trouble.hidden = false;
            } finally {
                button.disabled = false;
            }
        },
    }, fields, trouble, h("div.row.end",
        extra,
        cancel ? h("button", { onclick: cancel }, "Cancel") : null, button));
}
