// Starts the page: the session, the menu, the chip, the screens, and what is heard from syncd.

import { get, listen as hear } from "./api.js";
import { makeChip, perform } from "./chip.js";
import {
    changed as deskChanged, desk, load, loadChoices, onDesk, saveDrafts,
} from "./desk.js";
import { h, replace } from "./dom.js";
import { takeDrops } from "./drop.js";
import { prose } from "./format.js";
import { helpDialog, listen as listenToKeys, useKeys } from "./keys.js";
import { late } from "./late.js";
import { go, route } from "./route.js";
import { complain } from "./say.js";

/// The module of each screen, by the word that stands for it in the address.
const screens = {
    tickets: "tickets", ticket: "ticket", new: "create", work: "work", conflicts: "conflicts",
    waiting: "waiting", workload: "workload", time: "time-sheet", settings: "settings",
};

/// What a locked laptop shows instead of every screen: why, what was kept, and the way back.
const locked = {
    title: "Locked",
    async open(place) {
        const why = await get("choices").catch((error) => error);
        replace(place, h("div.empty", { role: "alert" }, h("h1", "This laptop is locked"),
            h("p", prose(why.message)), h("p", prose(why.hint)),
            h("button.primary", { onclick: () => perform("sync") }, "Sync now")));
    },
};

const menu = [
    ["tickets", "Tickets"], ["work", "My work"], ["conflicts", "Conflicts"],
    ["waiting", "Not sent"], ["workload", "Workload"], ["time", "Time"], ["settings", "Settings"],
];

const main = document.getElementById("main");
const chip = makeChip();
let current = null;
let turn = 0;
let isLocked = false;
/// Whether something was heard while a screen was opening, which had perhaps read what was before.
let hasMissed = false;
/// Of the syncd that this page was opened with.
let version = null;

function drawMenu() {
    const status = desk.status;
    const numbers = {
        conflicts: [Math.max(status?.reviews ?? 0, status?.held ?? 0), "to decide"],
        waiting: [(status?.pending ?? 0) + (status?.refused ?? 0), "not at the hub"],
    };
    const isDue = {
        conflicts: numbers.conflicts[0] > 0, waiting: (status?.refused ?? 0) > 0,
    };
    const { screen } = route();
    const parent = { ticket: "tickets", new: "tickets" }[screen] ?? screen;
    replace(document.querySelector(".menu"), menu.map(([name, title]) => h("a", {
        href: `#/${name}`, "aria-current": parent === name ? "page" : null,
        "data-focus": `menu/${name}`,
    }, title, numbers[name] ? [" ", h(isDue[name] ? "span.n.due" : "span.n", null,
        `(${numbers[name][0]})`, h("span.unseen", ` ${numbers[name][1]}`))] : null)));
}

async function show() {
    // What syncd serves now may not fit what this page holds of an older one.
    if (desk.session.version !== version) return location.reload();
    turn += 1;
    const own = turn;
    const where = route();
    isLocked = Boolean(desk.status?.locked);
    drawMenu();
    let screen;
    try {
        screen = isLocked ? locked : await late(screens[where.screen] ?? "tickets");
    } catch (error) {
        screen = { title: "Not loaded", open() { throw error; } };
    }
    // Somebody went on while it was loading.
    return own === turn ? put(screen, where, own) : undefined;
}

/// Puts a screen in place of the one before.
async function put(screen, where, own) {
    current?.close?.();
    current = null;
    useKeys(where.screen, {});
    document.querySelector(".menu [aria-current]")
        ?.scrollIntoView({ block: "nearest", inline: "center" });
    scrollTo(0, 0);
    const place = h("div.screen");
    main.className = screen.layout ?? "";
    document.body.className = screen.layout === "fill" ? "fill" : "";
    replace(main, place);
    document.title = `${screen.title} · syncd`;
    hasMissed = false;
    try {
        const opened = await screen.open(place, where);
        if (own !== turn) return opened?.close?.();
        current = opened;
        if (hasMissed) current?.changed?.({ tickets: null, lists: true })?.catch(complain);
        if (hasStarted && !main.contains(document.activeElement)) {
            main.focus({ preventScroll: true });
        }
    } catch (error) {
        if (own !== turn) return undefined;
        // When syncd is back, it opens by itself.
        current = error.status === 0 ? { changed: show } : null;
        replace(place, h("div.empty", { role: "alert" }, h("strong", prose(error.message)),
            h("p", prose(error.hint)),
            h("div.row.center", h("button.primary", { onclick: show }, "Try again"),
                h("a.button", { href: "#/tickets" }, "Back to the tickets"))));
    }
    return undefined;
}

let hasStarted = false;
let hellos = 0;

/// What came while nobody listened is loaded now.
async function hello() {
    hellos += 1;
    if (hellos === 1 && desk.isConnected) return;
    try {
        await load();
        await saveDrafts();
        if (isLocked !== Boolean(desk.status.locked)) await show();
        else current?.changed?.({ tickets: null, lists: true });
    } catch { /* The next hello tries again. */ }
}

async function heardChange(event) {
    deskChanged({ status: event.status ?? desk.status, isConnected: true });
    hasMissed = true;
    try {
        if (event.lists) await loadChoices();
        await current?.changed?.(event);
    } catch (error) {
        complain(error);
    }
}

async function heardStatus(status) {
    deskChanged({ status, isConnected: true });
    hasMissed = true;
    try {
        if (isLocked === Boolean(status.locked)) return await current?.contact?.(status);
        await load();
        await show();
    } catch (error) {
        complain(error);
    }
    return undefined;
}

async function start() {
    document.querySelector(".chip-place").append(chip.element);
    onDesk(() => { chip.draw(); drawMenu(); });
    await load();
    ({ version } = desk.session);
    hear({
        hello,
        changed: heardChange,
        status: heardStatus,
        lost: () => deskChanged({ isConnected: false }),
    });
    listenToKeys({
        "?": helpDialog, "n": () => go("#/new"),
        "/": () => (current?.search ? current.search() : go("#/tickets?focus=search")),
        "g t": () => go("#/tickets"), "g m": () => go("#/work"),
        "g c": () => go("#/conflicts"), "g u": () => go("#/waiting"),
        "g w": () => go("#/workload"), "g l": () => go("#/time"), "g s": () => go("#/settings"),
    });
    takeDrops(() => current?.files);
    addEventListener("hashchange", show);
    addEventListener("syncd-locked", () => get("status").then(heardStatus).catch(complain));
    await show();
    hasStarted = true;
    // "Just now" grows old: what says how long ago something was is drawn again every minute.
    setInterval(() => chip.draw(), 60_000);
}

start().catch((error) => {
    replace(main, h("div.empty", { role: "alert" },
        h("strong", prose(error.message)), h("p", prose(error.hint))));
});
