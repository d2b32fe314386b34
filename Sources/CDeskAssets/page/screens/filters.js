// The filters over the list: any of the ticked values within one, all filters together.

import { choicesFor, desk } from "../parts/desk.js";
import { h } from "../parts/dom.js";
import { manyOf } from "../parts/choose.js";
import { PRIORITIES, STATUSES, word } from "../parts/format.js";

const FLAGS = [
    ["conflicts", "In conflict"], ["unsent", "Not sent"], ["held", "Held back"],
];

/// The buttons of all filters, one of them `open`. `set` gets what changed.
export function filterBar(parameters, open, set) {
    const chosen = (key) => parameters.getAll(key).flatMap((text) =>
        key === "status" || key === "priority" || key === "attention" ? text.split(",") : [text]);
    const many = (key, label, values) => manyOf(label, values, chosen(key),
        (ticked) => set({ [key]: key === "attention" ? ticked.join(",") : ticked }),
        label === open);
    const listed = (key, label, first = []) => many(key, label, [
        ...first, ["none", "None"],
        ...choicesFor(key).map((item) => [item.id, item.name])]);
    return [
        many("status", "Status", STATUSES.map((name) => [name, word(name)])),
        many("priority", "Priority", PRIORITIES.map((name) => [name, word(name)])),
        listed("assignee", "Assignee", [["me", "Me"]]),
        listed("type", "Type"), listed("category", "Category"), listed("contact", "Contact"),
        listed("organization", "Organization"), listed("project", "Project"),
        many("attention", "Attention", [["any", "Any reason"],
            ...desk.choices.attention.map((item) => [
                item.code ?? item, word(item.code ?? item)])]),
        FLAGS.map(([key, label]) => h("label.flag", h("input", {
            type: "checkbox", checked: parameters.get(key) === "1", name: key,
            "data-focus": `flag/${key}`,
            onchange: (event) => set({ [key]: event.target.checked ? "1" : "" }),
        }), label)),
    ];
}
