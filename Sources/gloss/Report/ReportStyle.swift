/// The look of the report: for light and dark windows and for paper.
enum ReportStyle {
  static let css = """
    :root { --ground: #fcfcfb; --text: #23272b; --quiet: #5f676e; --rule: #d9dcdf; --ink: #00717a; --on-ink: #ffffff; \
    --warn: #9a4b00; }
    @media (prefers-color-scheme: dark) { :root { --ground: #14171a; --text: #d8dce0; --quiet: #98a1a9; \
    --rule: #343a40; --ink: #5fb7b7; --on-ink: #0b0d0f; --warn: #ffaf5f; } }
    @media print { :root { --ground: #ffffff; --text: #000000; --quiet: #444444; --rule: #bbbbbb; --ink: #00606a; \
    --on-ink: #ffffff; --warn: #7a3b00; } figure { break-inside: avoid; } \
    details::details-content { content-visibility: visible; display: block; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 46rem; background: var(--ground); color: var(--text); \
    font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; -webkit-print-color-adjust: exact; \
    print-color-adjust: exact; }
    h1 { font-size: 1.7rem; margin: 0; }
    h2 { font-size: 1.25rem; margin: 3rem 0 0; padding-top: 1rem; border-top: 1px solid var(--rule); }
    h3 { font-size: 1rem; margin: 0; display: inline; }
    p { margin: .3rem 0; }
    figure { margin: 1.8rem 0 0; }
    figcaption { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; justify-content: space-between; \
    align-items: baseline; max-width: 640px; margin-bottom: .4rem; }
    .headline, td, .number { font-variant-numeric: tabular-nums; }
    .quiet { color: var(--quiet); font-size: .875rem; max-width: 40rem; }
    .messages { padding: 0; list-style: none; }
    .messages li { border-left: 3px solid var(--warn); padding-left: .7rem; margin: .4rem 0; }
    nav a { margin-right: 1rem; }
    a { color: var(--ink); }
    .plot { overflow-x: auto; }
    svg { display: block; }
    svg text { font-family: inherit; font-size: 13px; fill: var(--text); }
    svg .label { fill: var(--quiet); font-size: 12px; }
    svg .cell { font-variant-numeric: tabular-nums; }
    svg .dark { fill: var(--on-ink); font-weight: 600; }
    svg .grid { stroke: var(--rule); stroke-width: 1; }
    svg .bar, svg .heat, svg .dot { fill: var(--ink); }
    svg .empty { fill: var(--rule); fill-opacity: .6; }
    svg .band { fill: var(--ink); fill-opacity: .18; }
    svg .line { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; }
    svg .whisker { stroke: var(--ink); stroke-width: 1.5; }
    details { margin-top: .4rem; }
    summary { cursor: pointer; color: var(--quiet); font-size: .875rem; }
    table { border-collapse: collapse; font-size: .875rem; margin: .5rem 0; }
    th, td { text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--rule); \
    font-weight: normal; white-space: nowrap; }
    thead th { color: var(--quiet); }
    th.number, td.number { text-align: right; }
    """
}
