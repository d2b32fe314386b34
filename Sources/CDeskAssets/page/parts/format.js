// How the page spells times, lengths of work, sizes and the words of the schema for people.

import { h, said } from "./dom.js";

export const STATUSES = ["open", "in_progress", "resolved", "closed"];
export const PRIORITIES = ["urgent", "high", "normal", "low"];

const WORDS = {
    open: "Open", in_progress: "In progress", resolved: "Resolved", closed: "Closed",
    urgent: "Urgent", high: "High", normal: "Normal", low: "Low",
    late_activity: "Late activity", no_owner: "In progress without an owner",
    reassigned_and_finished: "Reassigned and finished", owner_deactivated: "Owner deactivated",
    foreign_contact: "Contact of another organization", held: "Held back from the client",
    archived_category: "Archived category", urgent_and_finished: "Urgent and finished",
    shared_with_nobody: "Shared with nobody", over_estimate: "Over the estimate",
    two_claims: "Claimed twice", client: "Client", shared: "Client can see it",
    title: "Title", description: "Description", status: "Status", priority: "Priority",
    type: "Type", category: "Category", assignee: "Assignee", contact: "Contact",
    organization: "Organization", project: "Project", estimate: "Estimate", body: "Text",
    visible: "Audience", deleted: "Deleted", minutes: "Length", day: "Day", note: "Note",
    name: "Name", archived: "Archived", comment: "Comment", time_entry: "Time entry",
    document: "Document", external_id: "Number elsewhere", content: "File", email: "Email",
    member: "Member", admin: "Admin", owner: "Owner", replaces: "Replaces", size: "Size",
    ticket: "Ticket",
};

/// The word that people read for a name of the interface.
export function word(name) {
    if (name === null || name === undefined) return "";
    return WORDS[name] ?? sentence(String(name).replaceAll("_", " "));
}

function sentence(text) { return text.charAt(0).toUpperCase() + text.slice(1); }

/// `assignee`, or `comment/7-3/body`, in words.
export function fieldWord(path) {
    const parts = String(path).split("/");
    if (parts.length < 3) return word(path);
    return `${word(parts[0])} ${parts[1]}, ${word(parts[2]).toLowerCase()}`;
}

/// Minutes as people write them: 45m, 2h, 2h30.
export function duration(minutes) {
    if (minutes === null || minutes === undefined) return "";
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours === 0) return `${rest}m`;
    return rest === 0 ? `${hours}h` : `${hours}h${String(rest).padStart(2, "0")}`;
}

/// Reads what `duration` writes, and `1.5h`, `2:30`; null if it is no length of time.
export function minutesOf(text) {
    const trimmed = String(text).trim().toLowerCase().replaceAll(" ", "");
    let match = /^(\d{1,4})[.,](\d{1,2})h$/.exec(trimmed);
    if (match) return Math.round(Number(`${match[1]}.${match[2]}`) * 60);
    match = /^(\d{1,4}):([0-5]\d)$/.exec(trimmed);
    if (match) return Number(match[1]) * 60 + Number(match[2]);
    match = /^(?:(\d{1,4})h)?(?:(\d{1,5})m?(?:in)?)?$/.exec(trimmed);
    if (!match || trimmed === "") return null;
    if (match[1] !== undefined && Number(match[2] ?? 0) > 59) return null;
    return Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
}

/// Bytes as people read them.
export function bytes(count) {
    if (count < 1000) return `${count} bytes`;
    if (count < 1e6) return `${(count / 1000).toFixed(count < 1e4 ? 1 : 0)} kB`;
    return `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const wholeDay = new Intl.DateTimeFormat(
    undefined, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/// 14:02 today; "yesterday 14:02"; "3 Nov, 14:02"; with the year if it was another.
export function shortTime(moment) {
    const then = new Date(moment);
    const now = new Date();
    const time = clock.format(then);
    if (then.toDateString() === now.toDateString()) return time;
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
    if (then.toDateString() === yesterday.toDateString()) return `yesterday ${time}`;
    const day = then.getFullYear() === now.getFullYear() ? dayAndMonth : wholeDay;
    return `${day.format(then)}, ${time}`;
}

/// A time in the person's own zone; the exact one, zone included, shows on hover.
export function time(moment) {
    if (!moment) return h("span.faint", "not yet");
    // To spell one takes longer than to draw the line that it stands in.
    if (!exactByMoment.has(moment)) {
        if (exactByMoment.size > 5_000) exactByMoment.clear();
        exactByMoment.set(moment, exact.format(new Date(moment)));
    }
    return h("time", { datetime: moment, title: exactByMoment.get(moment) }, shortTime(moment));
}

const exactByMoment = new Map();

/// A sentence of the interface, with the times in it as the person's own clock shows them, and
/// commands as such.
export function prose(sentence) {
    const parts = String(sentence ?? "").split(/(\d{4}-\d\d-\d\dT[\d:.]+Z|\x60[^\x60]+\x60)/);
    return parts.map((part, index) => index % 2 === 0 ? said(part)
        : part.startsWith("\x60") ? h("code", part.slice(1, -1)) : time(part));
}

/// How long ago, in the one unit that matters.
export function age(moment) {
    const minutes = Math.max(0, Math.round((Date.now() - new Date(moment)) / 60_000));
    if (minutes < 1) return "just now";
    if (minutes < 60) return `${minutes} min`;
    if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
    return `${Math.round(minutes / 1440)} days`;
}

/// Today where the person is: `2026-11-25`.
export function today(offsetDays = 0) {
    const now = new Date();
    const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + offsetDays);
    const pad = (number) => String(number).padStart(2, "0");
    return `${then.getFullYear()}-${pad(then.getMonth() + 1)}-${pad(then.getDate())}`;
}

/// A value of a field, as a node: what nobody set is said in words.
export function valueNode(field, value) {
    if (value === null || value === undefined || value === "") {
        return h("span.faint", "nothing");
    }
    const name = String(field).split("/").at(-1);
    if (name === "estimate" || name === "minutes") return said(duration(value));
    if (name === "size") return said(bytes(value));
    // The fingerprint of a document's bytes.
    if (name === "content") return h("code", { title: value }, String(value).slice(0, 8));
    if (name === "visible") return said(value ? "To client" : "Internal");
    if (name === "shared") {
        return said(value ? "Shared with the client" : "Hidden from the client");
    }
    if (typeof value === "boolean") return said(value ? "yes" : "no");
    if (name === "status" || name === "priority") return said(word(value));
    if (Array.isArray(value)) return said(value.map(plain).join(", "));
    if (typeof value === "object") {
        const parts = Object.entries(value).filter(([, part]) => part !== null);
        return said(parts.map(([, part]) => plain(part)).join(", ") || "nothing");
    }
    return said(String(value));
}

function plain(value) {
    if (value === null || value === undefined) return "nothing";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/// "1 change", "3 changes", "10,000 tickets".
export function count(number, noun) {
    return `${number.toLocaleString()} ${number === 1 ? noun : `${noun}s`}`;
}
