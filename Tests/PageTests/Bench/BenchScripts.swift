// What the benchmark runs inside of the page: each measures up to the frame after the rows stand.

/// Scripts for ``PageBench``; times are milliseconds.
enum BenchScripts {
    /// From the end of the answer to the painted rows, and from the click to them.
    static let openList = """
        const done = arguments[0];
        performance.setResourceTimingBufferSize(5000);
        const start = performance.now();
        const watch = new MutationObserver(() => {
            if (!document.querySelector(".tickets td.title a")) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => {
                const painted = performance.now();
                const answers = performance.getEntriesByType("resource")
                    .filter((one) => one.startTime >= start && one.name.includes("/api/tickets?"));
                done([painted - answers[0].responseEnd, painted - start]);
            }));
        });
        watch.observe(document.getElementById("main"), { childList: true, subtree: true });
        location.hash = "#/tickets";
        """

    /// From the click on a ticket to its painted texts and fields.
    static let openTicket = """
        const [address, done] = arguments;
        const start = performance.now();
        const watch = new MutationObserver(() => {
            if (!document.querySelector("main h1") || !document.querySelector(".fields")) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        });
        watch.observe(document.getElementById("main"), { childList: true, subtree: true });
        location.hash = address;
        """

    /// From a keystroke in the search to the painted rows.
    static let type = """
        const [text, done] = arguments;
        const field = document.querySelector("[name=search]");
        const watch = new MutationObserver(() => {
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        });
        watch.observe(document.querySelector(".tickets tbody"), { childList: true });
        field.value = text;
        const start = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        """

    /// From a tick in an open filter to the painted rows.
    static let tick = """
        const [box, index, done] = arguments;
        const ticks = document.querySelectorAll(`[data-box=${box}] .pop input`);
        const watch = new MutationObserver(() => {
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        });
        watch.observe(document.querySelector(".tickets tbody"), { childList: true });
        const start = performance.now();
        ticks[index].click();
        """

    /// The bytes of all files that were loaded, and of those named, as they are without any
    /// compression.
    static let weight = """
        const files = [...document.querySelectorAll("link[href], script[src]")]
            .map((one) => one.href || one.src);
        const answers = [location.origin + "/", ...files,
            ...arguments[0].map((name) => new URL(name, location.origin).href),
            ...performance.getEntriesByType("resource").map((one) => one.name)];
        return [...new Set(answers)].filter((name) => !name.includes("/api/"))
            .reduce((sum, name) => {
                const request = new XMLHttpRequest();
                request.open("GET", name, false);
                request.overrideMimeType("text/plain; charset=x-user-defined");
                request.send();
                return sum + request.responseText.length;
            }, 0);
        """

    /// Requests that went to another host.
    static let foreign = """
        return performance.getEntriesByType("resource")
            .filter((one) => !one.name.startsWith(arguments[0])).length;
        """
}
