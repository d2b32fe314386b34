// Builds elements from data. Whatever a person wrote goes in as text nodes, never as markup, so
// nothing that anybody writes into a ticket can become a part of the page.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden"]);

const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };

/// h("button.primary", { onclick }, "Save"): an element with its attributes, if any, and children.
/// A child is a node, a text, a list of children, or nothing (null, undefined, false).
export function h(spec, ...children) {
    const attributes = children[0]?.constructor === Object ? { ...children.shift() } : {};
    const [tag, ...classes] = spec.split(".");
    // Any other button would send the form that it stands in.
    if (tag === "button") attributes.type ??= "button";
    // Where a narrow screen shows rows as blocks, these would lose what they are.
    if (tag in ROLES) attributes.role ??= ROLES[tag];
    if (tag === "th") attributes.role ??= attributes.scope === "row" ? "rowheader" : "columnheader";
    const element = document.createElement(tag);
    if (classes.length) element.className = classes.join(" ");
    for (const [name, value] of Object.entries(attributes)) set(element, name, value);
    append(element, children);
    return element;
}

function set(element, name, value) {
    if (value === undefined || value === null || value === false) return;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "style") {
        for (const [key, part] of Object.entries(value)) element.style.setProperty(key, part);
    } else if (PROPERTIES.has(name)) element[name] = value;
    else if (name.startsWith("on")) throw new Error("a handler is a function");
    else element.setAttribute(name, value === true ? "" : String(value));
}

function append(element, children) {
    for (const child of children) {
        if (Array.isArray(child)) append(element, child);
        else if (child instanceof Node) element.append(child);
        else if (child !== null && child !== undefined && child !== false) {
            element.append(document.createTextNode(String(child)));
        }
    }
}

/// A text that somebody wrote, on its own: marks of direction in it do not reach its neighbours.
export function said(text) { return h("bdi", String(text ?? "")); }

/// Puts other children into an element; the focus stays on what bears the same `data-focus`.
export function replace(element, ...children) {
    keepingFocus(element, () => {
        element.textContent = "";
        append(element, children);
    });
}

/// The same with nodes of which most are there already: those are not touched.
export function arrange(element, nodes) {
    keepingFocus(element, () => {
        const wanted = new Set(nodes);
        for (const node of [...element.childNodes]) if (!wanted.has(node)) node.remove();
        let at = element.firstChild;
        for (const node of nodes) {
            if (node === at) at = at.nextSibling;
            else element.insertBefore(node, at);
        }
    });
}

function keepingFocus(element, change) {
    const active = document.activeElement;
    const key = element.contains(active) ? active.dataset.focus : undefined;
    const selection = key && active.selectionStart !== undefined
        ? [active.selectionStart, active.selectionEnd] : null;
    change();
    if (!key || document.activeElement === active) return;
    const again = element.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    again?.focus({ preventScroll: true });
    if (again && selection && selection[0] !== null) {
        // A number or a date has no selection to set.
        try { again.setSelectionRange(...selection); } catch { /* It is at its end then. */ }
    }
}

/// Draws a part of a screen again, but only when what it shows is different, and never under the
/// hands of somebody who types in it: such a part is drawn when they are done.
export class Part {
    constructor(element, draw) {
        this.element = element;
        this.draw = draw;
        this.shown = undefined;
    }

    show(data) {
        const text = JSON.stringify(data);
        if (text === this.shown) return;
        this.data = data;
        if (this.element.querySelector("[data-editing]")) {
            this.isLate = true;
            return;
        }
        this.shown = text;
        this.isLate = false;
        replace(this.element, this.draw(data));
    }

    /// Draws now what came while somebody was typing.
    settle() {
        if (this.data === undefined) return;
        this.shown = undefined;
        this.show(this.data);
    }
}

let lastID = 0;
/// An id that no other element of the page has, for labels and descriptions.
export function freshID(stem) {
    lastID += 1;
    return `${stem}-${lastID}`;
}

/// Calls back once nothing has asked for it for so many milliseconds.
export function debounce(milliseconds, work) {
    let timer = null;
    const later = (...values) => {
        clearTimeout(timer);
        timer = setTimeout(() => { timer = null; work(...values); }, milliseconds);
    };
    // At once, if it waits.
    later.flush = () => {
        if (timer === null) return;
        later.cancel();
        work();
    };
    later.cancel = () => { clearTimeout(timer); timer = null; };
    return later;
}
