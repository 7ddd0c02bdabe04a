"""images_plot.py REPORT.json PICTURE.svg: the measurements of `bench images` as
dots, one a run, in multiples of Skiff's median."""

import json
import sys

from plot import OURS, draw, relative


def groups(report):
    """(title, [(name, ratios)]) for each operation and compression that Skiff took part in."""
    found = {(m["operation"], m["compression"]): {} for m in report["measurements"]}
    for measured in report["measurements"]:
        walls = [value["wall_s"] for value in measured["values"]]
        found[measured["operation"], measured["compression"]][measured["name"]] = walls
    for (operation, compression), by_name in found.items():
        if OURS not in by_name:
            continue
        if operation in ("load", "pull"):
            by_name = {**by_name, "zcat | tar": found["floor", compression]["zcat | tar"]}
        yield f"{operation}, {compression}", relative(by_name)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(draw(groups(report), "Wall time of each engine relative to Skiff"))


if __name__ == "__main__":
    main()
