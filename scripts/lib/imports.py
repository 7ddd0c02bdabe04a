"""imports.py: fails on a dependency against the arrows of ARCHITECTURE.md.

Reads `swift package describe --type json` from standard input. Each target may
use what its arrow points to and what lies below that. Both what Package.swift
declares and what the sources import are held against the table: SwiftPM lets a
source import a module that its target never declared, if it was built before.
"""

import json
import pathlib
import re
import sys

# A target, and what it stands on directly. Dockerfile is a pure parser; nothing
# but Registry and what is above it may reach the network.
ARROWS = {
    "CSQLite": [],
    "CSeccomp": [],
    "CShim": [],
    "CProtection": ["CShim"],
    "CDeflate": [],
    "CCompare": [],
    "CInflate": [],
    "CZlib": [],
    "CZstd": [],
    "LinuxSystem": ["CShim"],
    "JSON": [],
    "OCI": ["JSON"],
    "Archive": ["CDeflate", "CInflate", "CZstd", "LinuxSystem"],
    "StateStore": ["CSQLite", "LinuxSystem"],
    "Events": ["JSON", "LinuxSystem"],
    "Cgroups": ["LinuxSystem", "OCI"],
    "Networks": ["LinuxSystem", "OCI"],
    "Images": ["Archive", "LinuxSystem", "OCI", "StateStore"],
    "Registry": ["Images"],
    "Runtime": ["Archive", "CSeccomp", "Cgroups", "Events", "LinuxSystem", "Networks", "OCI"],
    "Engine": ["Images", "Networks", "Runtime", "StateStore"],
    "Dockerfile": [],
    "Builder": ["Dockerfile", "Engine", "Registry"],
    "DockerAPI": ["Builder", "Engine", "Registry"],
    "CommandLine": [],
    "Template": ["JSON"],
    "Commands": ["Builder", "CommandLine", "DockerAPI", "Engine", "Registry", "Template"],
    "Compare": ["CCompare", "CommandLine", "Engine"],
    "skiff-compare-probe": [],
    "skiff-runtime": ["CProtection", "CommandLine", "Runtime"],
    "skiff": ["Commands", "Compare"],
}

# `import OCI`, `@testable import OCI`, `public import struct OCI.Digest`.
IMPORT = re.compile(r"^(?:@\w+(?:\(\w+\))? +|\w+ +)*import +(?:(?:struct|class|enum|protocol|func|var) +)?(\w+)", re.M)


def reachable(target):
    found, pending = set(), list(ARROWS[target])
    while pending:
        below = pending.pop()
        if below not in found:
            found.add(below)
            pending += ARROWS[below]
    return found


def is_test_support(target):
    return target["path"].startswith("Tests/") and target["type"] != "test"


def allowed(target, support):
    """What a target may use; None means the table does not know it."""
    name = target["name"]
    if is_test_support(target) or name == "IntegrationTests":
        return set(ARROWS) | support
    if target["type"] == "test":
        subject = name.removesuffix("Tests")
        return reachable(subject) | support | {subject} if subject in ARROWS else None
    return reachable(name) if name in ARROWS else None


def imported(target, root):
    """Modules that the target's sources import, each with a file that does."""
    found = {}
    for source in target.get("sources", []):
        path = pathlib.Path(target["path"]) / source
        if path.suffix == ".swift":
            for module in IMPORT.findall((root / path).read_text(encoding="utf-8")):
                found.setdefault(module, path)
    return found


def violations(package, root):
    own = {target["c99name"]: target["name"] for target in package["targets"]}
    support = {target["name"] for target in package["targets"] if is_test_support(target)}
    for target in package["targets"]:
        name, permitted = target["name"], allowed(target, support)
        if permitted is None:
            yield f"target {name} is not in the table of scripts/lib/imports.py; give it its place in the design there"
            continue
        declared = set(target.get("target_dependencies", []))
        for dependency in sorted(declared - permitted):
            yield f"target {name} depends on {dependency}, against the arrows"
        for module, path in sorted(imported(target, root).items()):
            dependency = own.get(module)
            if dependency not in (None, name) and dependency not in declared:
                yield f"{path}: {name} imports {dependency}, which it does not declare"


def main():
    package = json.load(sys.stdin)
    found = list(violations(package, pathlib.Path(package["path"])))
    for violation in found:
        print(f"error: {violation}", file=sys.stderr)
    return 1 if found else 0


sys.exit(main())
