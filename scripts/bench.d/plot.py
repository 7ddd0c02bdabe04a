"""plot.py: measurements of several engines as dots, one a run, in multiples of
Skiff's median. Colours suit light and dark."""

import statistics

OURS = "skiff"
COLOURS = {OURS: "#1d9e75", "docker": "#2f81d6", "podman": "#a45bd6", "containerd": "#d6842f"}
FLOOR = "#8a8a8a"
LEFT, WIDTH, ROW, GAP = 190, 760, 20, 34
STYLE = """text { font: 13px system-ui, sans-serif; fill: #333 } .small { font-size: 11px; fill: #666 }
.grid { stroke: #ddd } .one { stroke: #1d9e75; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .small { fill: #aaa } .grid { stroke: #444 } }"""


def relative(by_name):
    """[(name, ratios)]: each engine's measurements in multiples of Skiff's median."""
    unit = statistics.median(by_name[OURS])
    return [(name, [value / unit for value in values]) for name, values in by_name.items()]


def draw(groups, label):
    """The picture of [(title, [(name, ratios)])]; `label` says what it shows."""
    rows, y, groups = [], 30, list(groups)
    largest = max([1.0, *(ratio for _, entries in groups for _, ratios in entries for ratio in ratios)])
    scale = (WIDTH - LEFT - 20) / (largest * 1.05)
    for title, entries in groups:
        rows.append(f'<text x="8" y="{y + 4}" font-weight="600">{title}</text>')
        for name, ratios in entries:
            y += ROW
            rows += row(name, ratios, scale, y)
        y += GAP
    one = LEFT + scale
    rows.append(f'<line class="one" x1="{one:.1f}" x2="{one:.1f}" y1="20" y2="{y - GAP + 10}"/>')
    rows.append(f'<text class="small" x="{one:.1f}" y="14" text-anchor="middle">Skiff = 1</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" '
        f'aria-label="{label}"><style>{STYLE}</style>{"".join(rows)}</svg>\n'
    )


def row(name, ratios, scale, y):
    """One engine's dots, with the median behind them."""
    label = name.replace("&", "&amp;")
    yield f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{label}</text>'
    yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - 20}" y1="{y}" y2="{y}"/>'
    for ratio in ratios:
        x, colour = LEFT + ratio * scale, COLOURS.get(name, FLOOR)
        yield f'<circle cx="{x:.1f}" cy="{y}" r="4" fill="{colour}" fill-opacity=".7"/>'
    middle = statistics.median(ratios)
    end = LEFT + max(ratios) * scale
    # Beside the last dot, on the side where there is room.
    x, anchor = (end + 8, "start") if end < WIDTH - 60 else (LEFT + min(ratios) * scale - 8, "end")
    yield f'<text class="small" x="{x:.1f}" y="{y + 4}" text-anchor="{anchor}">{middle:.2f}</text>'
