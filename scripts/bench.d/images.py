"""images.py: container engines on one image, in turn: load, pull, push, save.

Every round does each operation once with each engine, its store emptied
before. What an engine cannot do is left out, with its last words.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tarfile
import time

from image_engines import Containerd, Daemon, Docker, LeftOut, Podman, Skiff, quiet
from process_group import PeakMemory, ProcessGroup

OURS = "skiff"
OPERATIONS = ["load", "pull", "push", "save"]
FLOORS = {"load": "zcat | tar", "pull": "zcat | tar"}
WORDS = {"wall_s": "wall", "cpu_s": "CPU", "peak_MiB": "peak"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layouts", required=True, metavar="DIRECTORY")
    parser.add_argument("--scratch", required=True, metavar="DIRECTORY")
    parser.add_argument("--skiff", required=True, metavar="PROGRAM")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--operations", default=",".join(OPERATIONS), metavar="NAME,…")
    parser.add_argument("--compressions", default="gzip,zstd", metavar="NAME,…")
    parser.add_argument("--engines", default="skiff,docker,podman,containerd", metavar="NAME,…")
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


class Image:
    """The image of the bench, compressed in one way."""

    def __init__(self, compression, layout, scratch):
        self.compression = compression
        self.layout = layout
        self.archive = os.path.join(scratch, f"image-{compression}.tar")
        index = self.json("index.json")
        self.name = index["manifests"][0]["annotations"]["org.opencontainers.image.ref.name"]
        self.manifest = self.json(self.blob(index["manifests"][0]))
        self.layers = [os.path.join(layout, self.blob(layer)) for layer in self.manifest["layers"]]
        self.write_archive(scratch)

    def json(self, path):
        with open(os.path.join(self.layout, path), encoding="utf-8") as file:
            return json.load(file)

    @staticmethod
    def blob(descriptor):
        return "blobs/" + descriptor["digest"].replace(":", "/")

    def write_archive(self, scratch):
        """An OCI layout that has Docker's list as well: every engine reads it."""
        listed = [
            {
                "Config": self.blob(self.manifest["config"]),
                "RepoTags": [self.name],
                "Layers": [self.blob(layer) for layer in self.manifest["layers"]],
            }
        ]
        path = os.path.join(scratch, "manifest.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(listed, file)
        with tarfile.open(self.archive, "w", format=tarfile.PAX_FORMAT) as archive:
            archive.add(path, "manifest.json")
            for name in ("oci-layout", "index.json", "blobs"):
                archive.add(os.path.join(self.layout, name), name)


class Registry:
    """Debian's docker-registry on a loopback port, empty at first."""

    def __init__(self, directory):
        self.directory = directory
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{free.getsockname()[1]}"

    def __enter__(self):
        os.makedirs(self.directory)
        configuration = os.path.join(self.directory, "config.yml")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(
                "version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\n"
                f"storage:\n  filesystem:\n    rootdirectory: {self.directory}/storage\n"
                f"http:\n  addr: {self.host}\n"
            )
        words = ["docker-registry", "serve", configuration]
        self.daemon = Daemon(words, os.path.join(self.directory, "log"), self.answers)
        self.daemon.__enter__()
        return self

    def answers(self):
        host, port = self.host.split(":")
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return True
        return False

    def __exit__(self, *_):
        self.daemon.__exit__()
        shutil.rmtree(self.directory)

    def add(self, image):
        words = ["skopeo", "copy", "--quiet", "--dest-tls-verify=false", f"oci:{image.layout}:{image.name}"]
        subprocess.run([*words, f"docker://{self.reference(image)}"], check=True)

    def reference(self, image):
        return f"{self.host}/bench/image:{image.compression}"


class Contender:
    """An engine, its daemon if it has one, and the group of both."""

    def __init__(self, engine):
        self.engine = engine
        self.group = ProcessGroup(engine.name)
        self.daemon = None

    def __enter__(self):
        words = self.engine.daemon()
        try:
            if words:
                log = os.path.join(self.engine.directory, "log")
                self.daemon = Daemon(words, log, self.engine.answers, self.group).__enter__()
        except LeftOut:
            self.group.remove()
            raise
        return self

    def __exit__(self, *_):
        self.forget()
        if self.daemon:
            self.daemon.__exit__()
        self.group.remove()

    def run(self, words):
        environment = {**os.environ, **self.engine.environment}
        null = subprocess.DEVNULL
        result = subprocess.run(
            words, env=environment, stdin=null, stdout=null, stderr=subprocess.PIPE, check=False, preexec_fn=self.group.join
        )
        if result.returncode != 0:
            last = (result.stderr.decode(errors="replace").strip().splitlines() or ["no word"])[-1]
            raise LeftOut(f"`{' '.join(words[:3])} …` ended with status {result.returncode}: {last}")

    def forget(self):
        for words in self.engine.forget():
            quiet(words, self.engine.environment)

    def measure(self, words):
        os.sync()
        cpu = self.group.cpu_seconds()
        with PeakMemory(self.group) as peak:
            start = time.perf_counter()
            self.run(words)
            wall = time.perf_counter() - start
        return {"wall_s": wall, "cpu_s": self.group.cpu_seconds() - cpu, "peak_MiB": peak.bytes / 2**20}


def operate(contender, operation, image, registry, scratch):
    """One operation on an empty store; what it needs is done before, unmeasured."""
    engine = contender.engine
    contender.forget()
    if operation == "load":
        return contender.measure(engine.load(image.archive))
    if operation == "pull":
        return contender.measure(engine.pull(registry.reference(image)))
    contender.run(engine.load(image.archive))
    if operation == "save":
        file = os.path.join(scratch, "saved.tar")
        try:
            return contender.measure(engine.save(image.name, file))
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(file)
    with Registry(os.path.join(scratch, "empty-registry")) as empty:
        *before, last = engine.push(image.name, f"{empty.host}/bench/image:pushed")
        for words in before:
            contender.run(words)
        return contender.measure(last)


def floors(image, scratch):
    """Seconds for what cannot be left out: decompressing, and writing."""
    reader = {"gzip": "zcat", "zstd": "zstd -dcq"}[image.compression]
    directory = os.path.join(scratch, "floor")
    os.makedirs(directory)
    unpack = "".join(
        f"mkdir {directory}/{number}; {reader} < {layer} | tar -x -C {directory}/{number} & "
        for number, layer in enumerate(image.layers)
    )
    found = {}
    for name, script in {
        "zcat | tar": f"{unpack} wait",
        "dd": f"dd if={image.archive} of={directory}/copy bs=1M status=none",
    }.items():
        os.sync()
        start = time.perf_counter()
        subprocess.run(["bash", "-c", script], check=True)
        found[name] = {"wall_s": time.perf_counter() - start}
    shutil.rmtree(directory)
    return found


def rounds(contenders, images, registry, options):
    """All measurements, by (operation, compression) and name; and what was left out."""
    values, left_out = {}, {}
    for number in range(options.runs):
        for image in images:
            for name, found in floors(image, options.scratch).items():
                values.setdefault(("floor", image.compression), {}).setdefault(name, []).append(found)
            for operation in options.operations.split(","):
                of_operation = values.setdefault((operation, image.compression), {})
                for contender in contenders:
                    name = contender.engine.name
                    if (name, operation, image.compression) in left_out:
                        continue
                    try:
                        found = operate(contender, operation, image, registry, options.scratch)
                        of_operation.setdefault(name, []).append(found)
                    except LeftOut as reason:
                        left_out[name, operation, image.compression] = str(reason)
        print(f"round {number + 1} of {options.runs}", file=sys.stderr)
    return values, left_out


def medians(measurements):
    return {column: statistics.median(value[column] for value in measurements) for column in measurements[0]}


def summarise(values):
    """Medians, each beside Skiff's: 1.00 is as much as Skiff takes."""
    rows = []
    for (operation, compression), by_name in values.items():
        found = {name: medians(measurements) for name, measurements in by_name.items()}
        ours = found.get(OURS) or medians(values.get(("load", compression), {}).get(OURS) or [{"wall_s": 1}])
        for name, row in found.items():
            ratios = {f"{column}_ratio": row[column] / ours[column] for column in row if ours.get(column)}
            rows.append({"operation": operation, "compression": compression, "name": name, **row, **ratios})
    return rows


def print_table(rows):
    print(f"{'operation':<11}{'layers':<8}{'':<12}" + "".join(f"{word:>8}" for word in WORDS.values()) + "   (Skiff = 1)")
    for row in rows:
        cells = [row.get(f"{column}_ratio") for column in WORDS]
        text = "".join(f"{'-' if cell is None else f'{cell:.2f}':>8}" for cell in cells)
        print(f"{row['operation']:<11}{row['compression']:<8}{row['name']:<12}{text}")


def print_bars(rows):
    """What Skiff has to reach, and whether it did."""
    for operation, floor in FLOORS.items():
        for compression in sorted({row["compression"] for row in rows}):
            found = {r["name"]: r for r in rows if (r["operation"], r["compression"]) == (operation, compression)}
            lowest = next((r for r in rows if (r["operation"], r["compression"], r["name"]) == ("floor", compression, floor)), None)
            peers = [row for name, row in found.items() if name != OURS]
            if OURS not in found or not peers or lowest is None:
                continue
            ours, fastest = found[OURS], min(peers, key=lambda row: row["wall_s"])
            for what, ratio, bar in [
                (f"wall of {fastest['name']}, the fastest", ours["wall_s"] / fastest["wall_s"], 0.6),
                (f"wall of {floor}, the floor", ours["wall_s"] / lowest["wall_s"], 1.3),
                (f"peak memory of {fastest['name']}", ours["peak_MiB"] / fastest["peak_MiB"], 0.5),
            ]:
                print(f"{operation} {compression}: {ratio:.2f} × {what} (bar {bar}: {'met' if ratio <= bar else 'missed'})")


def main():
    options = arguments()
    images = [
        Image(compression, os.path.join(options.layouts, f"image-{compression}"), options.scratch)
        for compression in options.compressions.split(",")
    ]
    chosen, reasons = options.engines.split(","), {}
    with contextlib.ExitStack() as stack:
        registry = stack.enter_context(Registry(os.path.join(options.scratch, "registry")))
        for image in images:
            registry.add(image)
        contenders = []
        for engine in (Skiff, Docker, Podman, Containerd):
            if engine.name not in chosen:
                continue
            directory = os.path.join(options.scratch, engine.name)
            try:
                made = engine(directory, options.skiff) if engine is Skiff else engine(directory)
                contenders.append(stack.enter_context(Contender(made)))
            except LeftOut as reason:
                reasons[engine.name, "", ""] = str(reason)
        values, left_out = rounds(contenders, images, registry, options)
    rows = summarise(values)
    print_table(rows)
    print_bars(rows)
    for (name, operation, compression), reason in {**reasons, **left_out}.items():
        print(f"left out: {' '.join(filter(None, (name, operation, compression)))}: {reason}")
    if options.json:
        report = {
            "bench": "images",
            "runs": options.runs,
            "kernel": os.uname().release,
            "processors": os.cpu_count(),
            "rows": rows,
            "measurements": [
                {"operation": operation, "compression": compression, "name": name, "values": found}
                for (operation, compression), by_name in values.items()
                for name, found in by_name.items()
            ],
            "left_out": [[*key, reason] for key, reason in {**reasons, **left_out}.items()],
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
