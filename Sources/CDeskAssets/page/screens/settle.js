// Several values in one field: shown with who wrote them where and when, and decided upon.

import { get, path } from "../parts/api.js";
import { h, said } from "../parts/dom.js";
import { fieldWord, time, valueNode } from "../parts/format.js";
import { complain, dialog } from "../parts/say.js";

/// The other values of a field under the one that is shown, each with "Use this".
export function otherValues(screen, field, facts) {
    if (!facts?.others?.length) return null;
    return h("div.others",
        h("p", facts.others.length === 1 ? "Another value was written apart."
            : `${facts.others.length} other values were written apart.`,
        facts.why ? [" ", said(facts.why)] : null),
        h("ul", facts.others.map((other) => h("li",
            siblingLine(field, other),
            h("button.small", {
                "data-focus": `use/${field}/${other.dot}`,
                onclick: () => screen.decide(field, { decision: "use", dot: other.dot })
                    .catch(complain),
            }, "Use this")))),
        h("button.small", {
            "data-focus": `keep/${field}`,
            onclick: () => screen.decide(field, { decision: "keep" }).catch(complain),
        }, "Keep what is shown"));
}

/// A value with its author, laptop and times.
export function siblingLine(field, sibling) {
    return h("div.sibling",
        h("div.value.text", valueNode(field, sibling.value)),
        h("small.faint", said(sibling.member), " on ", said(sibling.device), ", written ",
            time(sibling.acted_at),
            sibling.received_at ? [", at the hub ", time(sibling.received_at)]
                : ", not at the hub yet"));
}

/// A dialog that says why a field shows what it shows.
export async function explain(id, field) {
    const explanation = await get(path`tickets/${id}/explain`, { field });
    return dialog(`Why ${fieldWord(explanation.field).toLowerCase()} shows this`, (close) => [
        h("p", said(explanation.why)),
        h("ul.siblings", explanation.siblings.map((sibling) => h("li",
            siblingLine(field, sibling),
            sibling.dot === explanation.winner ? h("span.tag.good", "shown") : null))),
        h("p.faint", "Rule: ", said(explanation.rule), explanation.grade === "none" ? "."
            : [". Grade: ", said(explanation.grade), "."]),
        h("div.row.end", h("button.primary", {
            autofocus: true, onclick: () => close(null),
        }, "Close")),
    ]);
}
