// Files that are dragged onto the page: a ticket takes them anywhere on it, and nothing else does,
// so that the browser never leaves the page for a file.

import { h } from "./dom.js";
import { toast } from "./say.js";

const NOWHERE = "Files belong to a ticket: open it, and drop them there.";

/// `taker()` gives what takes files now, {words, take(files)}, or nothing.
export function takeDrops(taker) {
    let isOwn = false;
    const words = h("p");
    const veil = h("div.veil", { hidden: true }, words);
    document.body.append(veil);
    const open = () => document.querySelector("dialog[open]") ? null : taker();
    const over = (event, work) => {
        // A picture of the page is no file, and a field for files takes them by itself.
        if (isOwn || !event.dataTransfer?.types.includes("Files")) return;
        if (event.target.closest?.("input[type=file]")) {
            veil.hidden = true;
            return;
        }
        event.preventDefault();
        work(open());
    };
    addEventListener("dragstart", () => { isOwn = true; });
    addEventListener("dragend", () => { isOwn = false; });
    addEventListener("dragover", (event) => over(event, (taking) => {
        event.dataTransfer.dropEffect = taking ? "copy" : "none";
        words.textContent = taking?.words ?? NOWHERE;
        veil.classList.toggle("taking", Boolean(taking));
        veil.hidden = false;
    }));
    addEventListener("dragleave", (event) => {
        if (!event.relatedTarget) veil.hidden = true;
    });
    addEventListener("drop", (event) => over(event, (taking) => {
        veil.hidden = true;
        if (taking) taking.take([...event.dataTransfer.files]);
        else toast(NOWHERE);
    }));
}
