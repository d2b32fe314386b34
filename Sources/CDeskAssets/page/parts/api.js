// The one way by which the page talks to this laptop's syncd: JSON over loopback, and events.

let csrf = "";

/// What went wrong, in the interface's words.
export class Failure extends Error {
    constructor({ code, message, hint, kept }, status) {
        super(message);
        this.code = code;
        this.status = status;
        this.hint = [kept, hint].filter(Boolean).join(" ");
    }
}

/// A query string of what is set; lists repeat their key.
export function query(parameters = {}) {
    const pairs = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters)) {
        for (const item of Array.isArray(value) ? value : [value]) {
            if (item !== null && item !== undefined && item !== "") pairs.append(key, item);
        }
    }
    return pairs.toString();
}

/// A path with ids in it, each spelled for a URL: path`tickets/${id}/history`.
export function path(parts, ...values) {
    return parts.reduce((text, part, index) =>
        text + part + (index < values.length ? encodeURIComponent(values[index]) : ""), "");
}

export async function get(where, parameters, signal) {
    const tail = parameters ? query(parameters) : "";
    return answer(await ask(`/api/${where}${tail ? `?${tail}` : ""}`, { signal }));
}

/// Writes; a body is always there, since the interface wants JSON with everything but a GET.
export async function send(method, where, body = {}, signal = undefined) {
    return answer(await ask(`/api/${where}`, {
        method, signal,
        headers: { "Content-Type": "application/json", "X-Syncd-CSRF": csrf },
        body: JSON.stringify(body),
    }));
}

/// Sends a file as it is; tells how many bytes have gone.
export async function upload(where, parameters, file, moved, signal) {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/${where}?${query(parameters)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Syncd-CSRF", csrf);
    request.upload.onprogress = (event) => moved(event.loaded);
    signal.addEventListener("abort", () => request.abort());
    return answer(await new Promise((resolve, reject) => {
        request.onload = () => resolve(
            new Response(request.responseText, { status: request.status }));
        request.onabort = () => reject(new Failure({
            code: "stopped", message: "Stopped.", kept: "The file was not attached.",
        }, 0));
        request.onerror = () => reject(silence());
        request.send(file);
    }));
}

/// Makes the bytes of a document come here; the answer is one of them.
export const touch = async (where) =>
    answer(await ask(`/api/${where}`, { headers: { Range: "bytes=0-0" } }));

export const post = (where, body, signal) => send("POST", where, body, signal);
export const patch = (where, body) => send("PATCH", where, body);
export const put = (where, body) => send("PUT", where, body);
export const remove = (where) => send("DELETE", where);

async function ask(url, options) {
    try {
        return await fetch(url, { credentials: "same-origin", ...options });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw silence();
    }
}

const silence = () => new Failure({
    code: "not_running", message: "syncd does not answer on this laptop.",
    kept: "What was saved stays saved, and what you typed is still here.",
    hint: "Start it again with `syncd run`.",
}, 0);

async function answer(response) {
    const text = await response.text();
    let content;
    try {
        content = text ? JSON.parse(text) : null;
    } catch {
        content = null;
    }
    if (response.ok) return content;
    if (response.status === 423) dispatchEvent(new Event("syncd-locked"));
    throw new Failure(content?.error ?? {
        code: "failed", message: `syncd answered ${response.status} and gave no reason.`,
        hint: "What you typed is still here.",
    }, response.status);
}

/// Who this is; also brings the token without which nothing is written.
export async function startSession() {
    const session = await get("session");
    csrf = session.csrf;
    return session;
}

/// Listens for what changes on this laptop. `heard.hello` comes at every new connection,
/// `heard.lost` when there is none.
export function listen(heard) {
    const events = new EventSource("/api/events");
    const parse = (handler) => (event) => handler(event.data ? JSON.parse(event.data) : null);
    events.addEventListener("hello", parse(heard.hello));
    events.addEventListener("changed", parse(heard.changed));
    events.addEventListener("status", parse(heard.status));
    events.addEventListener("error", () => {
        heard.lost();
        // The browser connects again by itself, unless it was given an answer that is no stream.
        if (events.readyState !== EventSource.CLOSED) return;
        setTimeout(() => listen(heard), 2_000);
    });
}
