// Where the page is: the part of the address after the hash, so that back, forward, reload and a
// bookmark work without the server knowing the screens.

import { query } from "./api.js";

/// {screen, id, parameters} of the address: `#/ticket/7-12`, `#/tickets?status=open`.
export function route() {
    const [where, tail = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [screen = "", id = null] = where.split("/");
    return { screen: screen || "tickets", id, parameters: new URLSearchParams(tail) };
}

export function address(screen, id, parameters) {
    const tail = parameters ? parameters.toString() : "";
    return `#/${screen}${id ? `/${id}` : ""}${tail ? `?${tail}` : ""}`;
}

export const ticketAddress = (id) => address("ticket", id);

/// The list with these filters.
export const listAddress = (parameters) =>
    address("tickets", null, new URLSearchParams(query(parameters)));

export function go(hash) { location.hash = hash; }

/// Changes the address without going anywhere: a filter was changed on the screen that is open.
export function restate(hash) { history.replaceState(null, "", hash); }
