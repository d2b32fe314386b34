// How the portal looks: one sheet inside of each page, so that a page loads nothing.

internal import SupportDesk

/// The style sheet and the names in it.
enum PortalStyle {
    enum Name: String {
        case tickets, title, facts, status, items, author, prose
        case received = "badge received"
        case inWork = "badge working"
        case done = "badge done"
        case closed = "badge closed"

        init(_ status: Status?) {
            switch status {
            case .open, nil: self = .received
            case .inProgress: self = .inWork
            case .resolved: self = .done
            case .closed: self = .closed
            }
        }
    }

    /// Fonts of the system, colours of at least 4.5 to 1 in light and dark, one column that fits
    /// a telephone. Its hash stands in the policy of each page.
    static let sheet = """
        :root{color-scheme:light dark;--ink:#1c2024;--soft:#555d66;--paper:#fff;--line:#d5dae0;\
        --link:#0b57a4;--wait:#6b4500;--waitpaper:#fdf0d2;--good:#14532d;--goodpaper:#dcf3e3;\
        --calm:#3c4650;--calmpaper:#e8ecf0}
        @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a9b1ba;--paper:#15181b;\
        --line:#3a4149;--link:#8ab8f0;--wait:#ffd98a;--waitpaper:#3d2f10;--good:#9be0b3;\
        --goodpaper:#143522;--calm:#c9d1d9;--calmpaper:#2a3036}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:42rem;background:var(--paper);\
        color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
        h2{font-size:1.15rem;margin:2rem 0 .5rem}
        a{color:var(--link)}
        a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        p{margin:.25rem 0 .75rem}
        ul,ol{list-style:none;margin:0;padding:0}
        li{border-top:1px solid var(--line);padding:.75rem 0}
        .title{font-size:1.1rem;font-weight:600}
        .facts{color:var(--soft);font-size:.9rem;margin:.25rem 0}
        .status{margin:.35rem 0}
        .author{font-weight:600;color:var(--ink)}
        .prose{white-space:pre-wrap;unicode-bidi:isolate;margin:.5rem 0}
        .badge{display:inline-block;border-radius:.75rem;padding:0 .6rem;font-size:.85rem;\
        font-weight:600;color:var(--calm);background:var(--calmpaper)}
        .done{color:var(--wait);background:var(--waitpaper)}
        .working{color:var(--good);background:var(--goodpaper)}
        footer{margin-top:2.5rem;border-top:1px solid var(--line);color:var(--soft);\
        font-size:.9rem}

        """
}
