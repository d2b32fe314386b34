// How the portal looks: one sheet inside of each page, so that a page loads nothing for it.

internal import SupportDesk

/// The style sheet and the names in it.
enum PortalStyle {
    enum Name: String {
        case items, card, headline, title, facts, meaning, author, prose, preview, frame
        case steps, past, now, next
        case received = "badge received"
        case inWork = "badge working"
        case done = "badge done"
        case closed = "badge closed"

        init(badge status: Status?) {
            switch status {
            case .open, nil: self = .received
            case .inProgress: self = .inWork
            case .resolved: self = .done
            case .closed: self = .closed
            }
        }
    }

    /// Fonts of the system, colours of at least 4.5 to 1 in light and dark, one column that fits
    /// a telephone, and black on white on paper. Its hash stands in the policy of each page.
    static let sheet = light + dark + layout + steps + paper

    private static let light = """
        :root{color-scheme:light dark;--ink:#1b2126;--soft:#56606a;--page:#f3f5f7;--card:#fff;\
        --line:#d8dee4;--link:#0b57a4;--wait:#6b4500;--waitpaper:#fdf0d2;--good:#14532d;\
        --goodpaper:#dcf3e3;--calm:#3c4650;--calmpaper:#e8ecf0;--step:#2b6cb0;--onstep:#fff}

        """

    private static let dark = """
        @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a9b3bd;--page:#101316;\
        --card:#191d21;--line:#343b43;--link:#8ab8f0;--wait:#ffd98a;--waitpaper:#3d2f10;\
        --good:#9be0b3;--goodpaper:#143522;--calm:#c9d1d9;--calmpaper:#2a3036;--step:#8ab8f0;\
        --onstep:#101316}}

        """

    private static let layout = """
        *{box-sizing:border-box}
        body{margin:0 auto;padding:2rem 1rem 3rem;max-width:46rem;background:var(--page);\
        color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}
        h2{font-size:1.1rem;margin:2rem 0 .6rem}
        p{margin:.25rem 0 .5rem}
        ul,ol{list-style:none;margin:0;padding:0}
        a{color:var(--link);text-underline-offset:.15em}
        a:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
        header{margin-bottom:1rem;font-size:.95rem}
        header a::before{content:"\\2190";content:"\\2190"/"";margin-right:.4em}
        .items{display:grid;gap:.75rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;\
        padding:.9rem 1.1rem;min-width:0}
        .headline{display:flex;flex-wrap:wrap;gap:.35rem .75rem;justify-content:space-between;\
        align-items:baseline}
        .title{font-size:1.05rem;font-weight:600}
        .facts{color:var(--soft);font-size:.9rem;margin:.25rem 0}
        h1+.facts{margin:-.4rem 0 1rem}
        .author{font-weight:600;color:var(--ink)}
        .prose{white-space:pre-wrap;unicode-bidi:isolate}
        .frame{display:inline-block;margin-top:.35rem;max-width:100%}
        .preview{display:block;max-width:100%;max-height:20rem;border:1px solid var(--line);\
        border-radius:.4rem;background:#fff}
        .badge{border-radius:.75rem;padding:.05rem .65rem;font-size:.85rem;font-weight:600;\
        color:var(--calm);background:var(--calmpaper)}
        .done{color:var(--wait);background:var(--waitpaper)}
        .working{color:var(--good);background:var(--goodpaper)}
        footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.75rem;\
        color:var(--soft);font-size:.9rem}

        """

    /// The way of a ticket: what lies behind is filled, what lies ahead is not, and where it is
    /// stands out in size and weight too.
    private static let steps = """
        .steps{display:grid;grid-template-columns:repeat(4,1fr);gap:.5rem;margin-bottom:.6rem;\
        font-size:.9rem}
        .steps li{border-top:.3rem solid var(--line);padding-top:.35rem;color:var(--soft)}
        .steps .past,.steps .now{border-color:var(--step)}
        .steps .now{color:var(--ink);font-weight:700}
        .meaning{margin:0;font-size:1.05rem}

        """

    private static let paper = """
        @media print{:root{--ink:#000;--soft:#333;--page:#fff;--card:#fff;--line:#999;\
        --link:#000;--step:#000}body{padding:0;max-width:none}header{display:none}\
        .card{break-inside:avoid}.badge{border:1px solid #000;color:#000;background:#fff}}

        """
}
