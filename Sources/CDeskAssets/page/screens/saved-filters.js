// Filters under a name, each with how many tickets pass it now.

import { get, path, put, remove } from "../parts/api.js";
import { labelled, form } from "../parts/choose.js";
import { h, replace, said } from "../parts/dom.js";
import { complain, dialog, toast } from "../parts/say.js";

/// The row of saved filters. `current()` is the query of the list, `apply(query)` changes it.
export function savedFilters({ current, apply }) {
    const element = h("div.saved", { role: "group", "aria-label": "Saved filters" });
    let filters = [];
    const draw = () => {
        const now = current();
        const shown = filters.find((filter) => filter.query === now);
        replace(element,
            filters.map((filter) => h("button.small", {
                "aria-pressed": filter === shown ? "true" : "false",
                "data-focus": `saved/${filter.id}`, onclick: () => apply(filter.query),
            }, said(filter.name), h("span.faint", ` ${filter.count ?? "?"}`))),
            shown ? h("button.plain.small", {
                onclick: () => forget(shown), "data-focus": "saved-forget",
            }, "Forget ", said(shown.name)) : null,
            now && !shown ? h("button.plain.small", {
                onclick: () => save(now), "data-focus": "saved-save",
            }, "Save this filter") : null);
    };
    const load = async () => {
        ({ filters } = await get("filters"));
        draw();
    };
    const save = async (query) => {
        const name = h("input", { required: true, maxlength: 100, autofocus: true });
        await dialog("Save this filter", (close) => form(labelled("Name", name), {
            verb: "Save", cancel: () => close(null),
            act: async () => {
                const id = `f${Date.now().toString(36)}`;
                await put(path`filters/${id}`, { name: name.value.trim(), query });
                close(id);
            },
        }));
        await load();
    };
    const forget = async (filter) => {
        try {
            await remove(path`filters/${filter.id}`);
            toast(`Forgot the filter ${filter.name}.`, async () => {
                await put(path`filters/${filter.id}`, { name: filter.name, query: filter.query });
                await load();
            });
            await load();
        } catch (error) {
            complain(error);
        }
    };
    return { element, draw, load: () => load().catch(complain) };
}
