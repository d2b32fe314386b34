// Who is in the workspace, as what, and on which laptops: for owners and admins. The page offers
// what a role may do; the hub judges it again.

import { get, post } from "../parts/api.js";
import { labelled, select } from "../parts/choose.js";
import { desk, load as loadDesk, me } from "../parts/desk.js";
import { h, said } from "../parts/dom.js";
import { count, duration, minutesOf, time, word } from "../parts/format.js";
import { dialog, toast } from "../parts/say.js";
import { hubDialog, hubList, onceText } from "./at-hub.js";
import { notTaken } from "./not-taken.js";

/// Shows people and laptops; gives what loads them again.
export function open(place) {
    const list = h("div");
    const show = hubList(list, (signal) => get("hub/roster", {}, signal), (roster) => [
        h("div.row", h("button.primary", {
            "data-focus": "invite", onclick: () => inviteNew(show),
        }, "Invite somebody…")),
        h("ul.entries.spaced", roster.members.toSorted(byStanding)
            .map((one) => person(one, roster, show))),
        invitations(roster.invitations ?? []),
    ]);
    place.append(list, notTaken());
    return show;
}

const byStanding = (one, other) => other.active - one.active || one.name.localeCompare(other.name);

/// What concerns an owner is for owners.
const isMine = (role) => me().role === "owner" || role !== "owner";

const rolesFor = () => ["member", "admin", "owner"].filter(isMine);

function person(one, roster, show) {
    const machines = roster.devices.filter((device) => device.member === one.id);
    return h("li",
        h("div.grow", h("strong", said(one.name)), " ",
            one.id === me().id ? h("span.tag.busy", "you") : null,
            h("span.tag", word(one.role)),
            one.active ? null : h("span.tag.bad", "deactivated"),
            h("small.faint.whole", capacity(one))),
        isMine(one.role) ? h("div.actions", deeds(one, machines, show))
            : h("small.faint", "Owners are changed by owners."),
        h("ul.lines.whole", machines.map((device) => laptop(device, one, show))),
        machines.length ? null : h("small.faint.whole", "No laptop has joined yet."));
}

const capacity = (one) => (one.capacity === null ? "no capacity set"
    : `${duration(one.capacity)} a week`);

function deeds(one, machines, show) {
    const button = (words, work) => press(`${words}: ${one.name}`, words, work);
    if (!one.active) return button("Let in again", () => letIn(one, show));
    return [
        button("Role", () => changeRole(one, show)),
        button("Capacity", () => setCapacity(one, show)),
        button("Invite a laptop", () => inviteLaptop(one, show)),
        button("Deactivate", () => deactivate(one, machines, show)),
    ];
}

const press = (name, words, work) => h("button.plain.small", {
    "data-focus": name, "aria-label": name, onclick: work,
}, words);

/// Does something at the hub in a dialog, says so, and shows what stands now.
async function deed(show, heading, content, { verb, route, body, said: words, undo }) {
    const answer = await hubDialog(heading, content, {
        verb, act: (signal) => post(`hub/${route}`, body(), signal),
    });
    if (!answer) return null;
    if (words) toast(words(answer), undo);
    try {
        // A role of one's own may be another now.
        await loadDesk();
        await show();
    } catch { /* This laptop is locked now, or syncd is silent: the page says so itself. */ }
    return answer;
}

function changeRole(one, show) {
    const role = select(rolesFor().map((name) => [name, word(name)]), one.role, {
        name: "role", autofocus: true,
    });
    return deed(show, `Role of ${one.name}`, [
        labelled("Role", role, "Members do the tickets. Admins also keep categories, types, "
            + "members and laptops. Owners also keep owners; one always stays."),
        h("p.faint", "It counts for whatever arrives at the hub from now on. Codes that are open "
            + "for them are withdrawn."),
    ], {
        verb: "Change", route: "members/role",
        body: () => ({ member: one.name, role: role.value }),
        said: (answer) => `${answer.name}: ${word(answer.role).toLowerCase()}.`,
    });
}

function setCapacity(one, show) {
    const week = h("input", {
        name: "capacity", value: one.capacity === null ? "" : duration(one.capacity),
        autofocus: true, autocomplete: "off",
    });
    return deed(show, `Capacity of ${one.name}`, labelled("A week has room for", week,
        "30h, 37h30; empty for none. Workload compares it with the work that is left."), {
        verb: "Set", route: "members/capacity",
        body: () => {
            const text = week.value.trim();
            const minutes = text === "" ? null : minutesOf(text);
            if (text !== "" && minutes === null) throw new Error("Write it as 30h or 37h30.");
            return { member: one.name, minutes };
        },
        said: (answer) => `${answer.name}: ${capacity(answer)}.`,
    });
}

function deactivate(one, machines, show) {
    const isMe = one.id === me().id;
    return deed(show, `Deactivate ${one.name}?`, [
        isMe ? h("p.warning", "This is you: this laptop, too, is locked at once.") : null,
        h("p", machines.length ? `${count(machines.length, "laptop")} of theirs `
            + "get and give nothing any more, and lock at their next contact."
            : "Nobody can join as them any more."),
        keptText(), h("p.faint", "Their tickets stay with them until somebody takes them: My "
            + "work lists those under needs an owner."),
    ], {
        verb: "Deactivate", route: "members/deactivate", body: () => ({ member: one.name }),
        said: (answer) => `${answer.name} has no access any more.`,
    });
}

const letIn = (one, show) => deed(show, `Let ${one.name} in again?`, h("p", "As ",
    word(one.role).toLowerCase(), ". Their laptops that were not revoked unlock at their next "
        + "contact, and what they had not sent is sent, and judged as anybody's."), {
    verb: "Let in", route: "members/add", body: () => ({ member: one.name, role: one.role }),
    said: (answer) => `${answer.name} is in again.`,
});

/// What becomes of changes that a laptop had not sent.
const keptText = () => h("p", "Nothing on a laptop is deleted. Changes that it has not sent "
    + "arrive at the hub when it reaches it, up to 16 MiB, and are kept below to read: they are "
    + "not applied. Let in again, it sends them anew, and they count.");

// Codes.

async function inviteNew(show) {
    const name = h("input", { name: "new-member", autofocus: true, autocomplete: "off" });
    const role = select(rolesFor().map((one) => [one, word(one)]), "member", { name: "new-role" });
    const answer = await deed(show, "Invite somebody", [
        labelled("Name", name, "As everybody will read it beside their work."),
        labelled("Role", role),
    ], {
        verb: "Make a code", route: "members/invite",
        body: () => ({ member: name.value.trim(), role: role.value }),
    });
    if (answer) await showCode(answer);
}

async function inviteLaptop(one, show) {
    const answer = await deed(show, `Invite a laptop of ${one.name}`, h("p",
        "A code lets one laptop in, once, within an hour. Whoever has it works as ",
        said(one.name), "."), {
        verb: "Make a code", route: "members/invite", body: () => ({ member: one.name }),
    });
    if (answer) await showCode(answer);
}

function showCode({ member, code, expires_at: until }) {
    return dialog(`A code for ${member.name}`, (close) => [
        h("p.warning", "It is shown only now. It lets one laptop in, once, until ", time(until),
            ". Tell it to ", said(member.name), " alone."),
        onceText("The code", code),
        h("p", "On the new laptop, with syncd installed:"),
        h("pre.once", `syncd join ${desk.status.hub} ${code}`),
        h("p.faint", "Where the hub has a certificate of its own, --ca FILE behind it names it."),
        h("div.row.end", h("button", { onclick: () => close(true) }, "Done")),
    ]);
}

function invitations(open) {
    return h("section", { "aria-label": "Open invitations" },
        h("h3.spaced", "Open invitations"), open.length === 0
            ? h("p.faint", "No code is open.")
            : h("ul.lines", open.map((one) => h("li", h("span.grow", said(one.member), ", ",
                word(one.role).toLowerCase()),
            h("span.faint", "until ", time(one.expires_at))))));
}

// Laptops.

function laptop(device, owner, show) {
    const isThis = device.ordinal === desk.session.ordinal;
    const name = `${device.name} (laptop ${device.ordinal})`;
    return h("li", h("span.ref", device.ordinal),
        h("div.grow", said(device.name), isThis ? h("span.tag.busy", "this one") : null,
            device.revoked ? h("span.tag.bad", "revoked") : null,
            h("small.faint.whole", device.last_contact
                ? ["last contact ", time(device.last_contact)] : "no contact noted yet",
                device.revoked ? ["; revoked ", time(device.revoked_at)] : ["; ", device.behind
                    ? `${count(device.behind, "change")} behind` : "has everything"],
                device.program ? ["; ", said(device.program)] : null)),
        isMine(owner.role) ? press(
            `${device.revoked ? "Let in again" : "Revoke"}: ${name}`,
            device.revoked ? "Let in again" : "Revoke",
            () => (device.revoked ? enable : revoke)(device, name, isThis, show)) : null);
}

const deviceOf = (device) => () => ({ device: String(device.ordinal) });

const revoke = (device, name, isThis, show) => deed(show, `Revoke ${name}?`, [
    isThis ? h("p.warning", "This is the laptop before you: it is locked at once.") : null,
    h("p", "It gets and gives nothing from this moment on, and locks when it next reaches the "
        + "hub: it shows and changes nothing until it is let in again. What protects a stolen "
        + "disk is its encryption."),
    keptText(),
], {
    verb: "Revoke", route: "devices/revoke", body: deviceOf(device),
    said: (answer) => `${answer.name} may no longer sync.`,
});

const enable = (device, name, isThis, show) => deed(show, `Let ${name} in again?`, h("p",
    "It unlocks at its next contact. What it had not sent is sent, and judged as anybody's."), {
    verb: "Let in", route: "devices/enable", body: deviceOf(device),
    said: (answer) => `${answer.name} may sync again.`,
});
