// Taking an edit back: what stood there before comes back, except where somebody wrote since.

import { post } from "./api.js";
import { count, fieldWord } from "./format.js";
import { complain, toast } from "./say.js";

/// The way back of an edit, as a toast offers it; none where nothing was changed.
export const wayBack = (dot) => dot ? () => takeBack(dot).catch(complain) : undefined;

async function takeBack(dot) {
    const { restored, kept } = await post("tickets/take-back", { dot });
    const done = restored.length === 0 ? "Nothing was taken back."
        : restored.length === 1 ? "Taken back."
            : `Taken back on ${count(restored.length, "ticket")}.`;
    if (kept.length === 0) return toast(done);
    const fields = kept.map(({ ticket, field, member }) =>
        `${fieldWord(field)} of ${ticket}, by ${member}`);
    return complain({
        message: `${done} What was written since stays.`, hint: `${fields.join("; ")}.`,
    });
}
