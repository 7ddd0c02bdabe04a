"""images_plot.py REPORT.json PICTURE.svg: the measurements of `bench images` as
dots, one a run, in multiples of Skiff's median. Colours suit light and dark."""

import json
import statistics
import sys

COLOURS = {"skiff": "#1d9e75", "docker": "#2f81d6", "podman": "#a45bd6", "containerd": "#d6842f", "zcat | tar": "#8a8a8a"}
LEFT, WIDTH, ROW, GAP = 190, 760, 20, 34
STYLE = """text { font: 13px system-ui, sans-serif; fill: #333 } .small { font-size: 11px; fill: #666 }
.grid { stroke: #ddd } .one { stroke: #1d9e75; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .small { fill: #aaa } .grid { stroke: #444 } }"""


def groups(report):
    """(title, [(name, ratios)]) for each operation and compression that Skiff took part in."""
    found = {(m["operation"], m["compression"]): {} for m in report["measurements"]}
    for measured in report["measurements"]:
        walls = [value["wall_s"] for value in measured["values"]]
        found[measured["operation"], measured["compression"]][measured["name"]] = walls
    for (operation, compression), by_name in found.items():
        if "skiff" not in by_name:
            continue
        unit = statistics.median(by_name["skiff"])
        if operation in ("load", "pull"):
            by_name = {**by_name, "zcat | tar": found["floor", compression]["zcat | tar"]}
        yield f"{operation}, {compression}", [(name, [w / unit for w in walls]) for name, walls in by_name.items()]


def draw(report):
    rows, y, largest = [], 30, 1.0
    shown = list(groups(report))
    for _, entries in shown:
        largest = max([largest, *(ratio for _, ratios in entries for ratio in ratios)])
    scale = (WIDTH - LEFT - 20) / (largest * 1.05)
    for title, entries in shown:
        rows.append(f'<text x="8" y="{y + 4}" font-weight="600">{title}</text>')
        for name, ratios in entries:
            y += ROW
            label = name.replace("&", "&amp;")
            rows.append(f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{label}</text>')
            rows.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - 20}" y1="{y}" y2="{y}"/>')
            for ratio in ratios:
                x = LEFT + ratio * scale
                rows.append(f'<circle cx="{x:.1f}" cy="{y}" r="4" fill="{COLOURS[name]}" fill-opacity=".7"/>')
            middle = statistics.median(ratios)
            rows.append(f'<text class="small" x="{LEFT + max(ratios) * scale + 8:.1f}" y="{y + 4}">{middle:.2f}</text>')
        y += GAP
    one = LEFT + scale
    rows.append(f'<line class="one" x1="{one:.1f}" x2="{one:.1f}" y1="20" y2="{y - GAP + 10}"/>')
    rows.append(f'<text class="small" x="{one:.1f}" y="14" text-anchor="middle">Skiff = 1</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" '
        f'aria-label="Wall time of each engine relative to Skiff"><style>{STYLE}</style>{"".join(rows)}</svg>\n'
    )


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(draw(report))


if __name__ == "__main__":
    main()
