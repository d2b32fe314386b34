// Modules that come when they are first needed, so that opening the page loads what its first
// screen takes; what has come stays.

import { Failure, get } from "./api.js";

const loaded = new Map();
let failures = 0;

/// The module of a screen, or of a part of one: late("ticket").
export async function late(name) {
    if (loaded.has(name)) return loaded.get(name);
    try {
        // A browser may remember that an address failed; behind another mark it asks again.
        const mark = failures ? `#${failures}` : "";
        loaded.set(name, await import(`../screens/${name}.js${mark}`));
        return loaded.get(name);
    } catch {
        failures += 1;
        // Where syncd is silent or lets nobody in, that is the reason, and this throws it.
        await get("session");
        throw new Failure({
            code: "not_loaded", message: "This part of the page could not be loaded.",
            kept: "What was saved stays saved.", hint: "Reload the page.",
        }, 0);
    }
}
