/// How the page looks: light or dark as the reader's system is, from narrow to wide, and on paper.
enum PageStyle {
    static let text = """
        :root { color-scheme: light dark; --paper: #fff; --ink: #1d2329; --soft: #5c6670; --rule: #d9dee3;
          --box: #f5f7f9; --c0: #6b7280; --c1: #0b6fb8; --c2: #00857a; --c3: #7a4fc4; --c4: #b3261e; --c5: #b8560b;
          --c6: #6a7b00; --c7: #a3307f; }
        @media screen and (prefers-color-scheme: dark) { :root { --paper: #14181c; --ink: #e6eaee; --soft: #9aa5b0;
          --rule: #333c45; --box: #1d2329; --c0: #a3acb6; --c1: #58b0f0; --c2: #3cc4b5; --c3: #b494f0; --c4: #f0837c;
          --c5: #f0a35c; --c6: #bccb4e; --c7: #e884c8; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
          font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .8rem; padding-bottom: .25rem; border-bottom: 1px solid var(--rule); }
        p { margin: .6rem 0; } .lead, .method, .axis text, small { color: var(--soft); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem; padding: 0;
          margin: 1.2rem 0; list-style: none; }
        .facts li { background: var(--box); border: 1px solid var(--rule); border-radius: .5rem; padding: .7rem .9rem; }
        .facts b { display: block; font-size: 1.35rem; line-height: 1.25; }
        .warning { border-left: 4px solid var(--c5); background: var(--box); padding: .6rem .9rem; }
        figure { margin: 1.4rem 0; break-inside: avoid; } figcaption b { display: block; }
        .method { display: block; font-size: .85rem; margin-bottom: .4rem; }
        .row { display: grid; grid-template-columns: 9.5rem 1fr 8.5rem; align-items: center; gap: .6rem; }
        .name { font-size: .9rem; } .value { text-align: right; font-variant-numeric: tabular-nums; font-size: .9rem; }
        .value small { display: inline-block; min-width: 3.6rem; font-size: .8rem; }
        svg.plot { width: 100%; height: 26px; display: block; overflow: visible; } .axis svg.plot { height: 18px; }
        svg text { font-size: 11px; fill: var(--soft); }
        .grid { stroke: var(--rule); stroke-width: 1; } .budget { stroke: var(--ink); stroke-dasharray: 2 4; }
        .stem { stroke: var(--c); stroke-width: 2; opacity: .35; } .median { stroke: var(--c); stroke-width: 3; }
        .dot { fill: var(--c); fill-opacity: .55; } .ring { fill: var(--paper); stroke: var(--c); stroke-width: 2; }
        .line { fill: none; stroke: var(--c); stroke-width: 2; vector-effect: non-scaling-stroke; }
        .beyond { stroke-dasharray: 5 4; opacity: .75; }
        .frame { border: 1px solid var(--rule); border-radius: .4rem; padding: .3rem; }
        svg.area { width: 100%; height: 20rem; display: block; overflow: visible; }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0; font-size: .9rem; }
        .legend i { display: inline-block; width: .8rem; height: .8rem; border-radius: 50%; margin-right: .4rem;
          background: var(--c); }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
        .c4 { --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); } .c7 { --c: var(--c7); }
        .published { --c: var(--soft); color: var(--soft); font-style: italic; } .published .name { font-size: .8rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .88rem; width: 100%; }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
        thead th { white-space: nowrap; } td { overflow-wrap: anywhere; min-width: 6.5rem; }
        td.same { color: var(--c4); font-weight: 600; } td.own { color: var(--c2); font-weight: 600; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--box); border: 1px solid var(--rule);
          border-radius: .4rem; padding: .6rem .8rem; font-size: .82rem; }
        a { color: var(--c1); overflow-wrap: anywhere; }
        @media (max-width: 40rem) { .row { grid-template-columns: 1fr auto; gap: 0 .6rem; margin-bottom: .35rem; }
          .row .plot { grid-column: 1 / -1; grid-row: 2; } .axis .name, .axis .value { display: none; }
          h1 { font-size: 1.4rem; } svg.area { height: 16rem; } }
        @media print { :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --box: #fff; }
          body { max-width: none; padding: 0; font-size: 10.5pt; } .wide { overflow: visible; }
          table { font-size: 7.5pt; } th, td { padding: .2rem .3rem; } td { min-width: 0; } thead th { white-space: normal; }
          h2, .lead { break-after: avoid; } tr, pre, .facts li, .warning { break-inside: avoid; } }
        """
}
