/// The style of a report's page.
enum PageStyle {
  static let text = """

    :root {
      color-scheme: light dark;
      --ink: #1a1a1a; --soft: #595959; --line: #d0d0d0; --paper: #ffffff; --card: #ffffff; --link: #0b57d0;
      --error: #b3261e; --warning: #8a5000;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e8e8e8; --soft: #a8a8a8; --line: #444444; --paper: #121212; --card: #1c1c1c; --link: #8ab4f8;
        --error: #ff8a80; --warning: #ffb74d;
      }
    }
    * { box-sizing: border-box; }
    body {
      font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
      max-width: 78rem; margin: 0 auto; padding: 1rem;
    }
    a { color: var(--link); }
    h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.35rem; margin-top: 2.5rem; overflow-wrap: anywhere; }
    .one h2 { display: none; }
    h3 { font-size: 1.15rem; margin: 2rem 0 .6rem; border-bottom: 1px solid var(--line); }
    h4 { font-size: 1rem; margin: 1.2rem 0 .5rem; overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: minmax(4.5rem, max-content) 1fr; gap: .1rem .9rem; margin: .5rem 0; }
    dt { color: var(--soft); overflow-wrap: anywhere; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .9rem; }
    th, td { text-align: left; padding: .15rem .7rem .15rem 0; white-space: nowrap; }
    th { color: var(--soft); font-weight: 600; }
    tr + tr { border-top: 1px solid var(--line); }
    th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
    .index th { text-transform: capitalize; }
    .index td:first-child { white-space: normal; overflow-wrap: anywhere; min-width: 10rem; }
    .index small { color: var(--soft); }
    .pages {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(min(23rem, 100%), 1fr)); gap: 1rem;
      align-items: start;
    }
    figure {
      margin: 0; padding: .8rem; min-width: 0; border: 1px solid var(--line); border-radius: .4rem;
      background: var(--card);
    }
    figcaption { font-weight: 600; overflow-wrap: anywhere; margin-bottom: .4rem; }
    figure dl { font-size: .9rem; }
    .remark { color: var(--soft); font-size: .85rem; margin: .3rem 0; }
    .still svg { display: block; width: 100%; height: auto; max-width: 34rem; margin: 0 auto; color: var(--ink); }
    .still text { font-family: system-ui, sans-serif; }
    .still image { image-rendering: pixelated; }
    .still [fill="#ffffff"] { fill: var(--card); }
    .is-live .still { display: none; }
    .live { position: relative; touch-action: pan-y pinch-zoom; }
    .live canvas { display: block; width: 100%; }
    .live canvas:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
    .live .cursor { position: absolute; inset: 0; pointer-events: none; }
    .read {
      display: block; min-height: 2.7em; font-size: .85rem; line-height: 1.35; font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    .hint { color: var(--soft); }
    .controls { display: flex; flex-wrap: wrap; gap: .35rem .5rem; align-items: center; font-size: .8rem; }
    .controls label { display: inline-flex; gap: .35rem; align-items: center; max-width: 100%; }
    .controls label.slice { flex: 1 1 100%; }
    .controls .slice input { flex: 1; min-width: 4rem; }
    .controls .slice span { min-width: 6.5rem; font-variant-numeric: tabular-nums; }
    .controls button, .controls select {
      font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
      border-radius: .3rem; padding: .15rem .5rem; min-height: 1.8rem; max-width: 100%; min-width: 0; overflow-wrap: anywhere;
    }
    .controls button[aria-pressed="true"] { border-color: var(--link); color: var(--link); }
    .findings { padding-left: 1.1rem; }
    .findings li { margin-bottom: .6rem; overflow-wrap: anywhere; }
    .error b, td.error { color: var(--error); font-weight: 600; }
    .warning b, td.warning { color: var(--warning); font-weight: 600; }
    .note b { color: var(--soft); }
    pre { overflow-x: auto; font-size: .8rem; }
    summary { cursor: pointer; overflow-wrap: anywhere; }
    footer { margin-top: 2.5rem; padding-top: .5rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
    @media (prefers-color-scheme: dark) {
      .still [stroke="#0072b2"] { stroke: #56a8e8; } .still [fill="#0072b2"] { fill: #56a8e8; }
      .still [color="#0072b2"] { color: #56a8e8; }
      .still [stroke="#000000"] { stroke: currentColor; }
    }
    @page broad { size: landscape; }
    @media print {
      :root {
        color-scheme: light; --ink: #000000; --soft: #444444; --line: #bbbbbb; --paper: #ffffff; --card: #ffffff;
        --link: #000000; --error: #b3261e; --warning: #8a5000;
      }
      body { max-width: none; padding: 0; font-size: 10pt; }
      figure { break-inside: avoid; }
      h2, h3, h4 { break-after: avoid; }
      article + article { break-before: page; }
      tr { break-inside: avoid; }
      .wide { overflow: visible; }
      table { font-size: 7.5pt; }
      th, td { white-space: normal; padding-right: .4rem; }
      td.n { white-space: nowrap; }
      .broad { page: broad; }
      .broad table { font-size: 6.5pt; }
      details::details-content { content-visibility: visible; block-size: auto; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
      .pages { display: block; }
      .pages figure { display: inline-block; width: 49%; vertical-align: top; margin-bottom: .5rem; }
      .is-live .still { display: block; }
      .live, .controls, .read { display: none; }
      .still [stroke="#0072b2"] { stroke: #0072b2; } .still [fill="#0072b2"] { fill: #0072b2; }
      .still [color="#0072b2"] { color: #0072b2; }
      .still [stroke="#000000"] { stroke: #000000; }
    }

    """
}
