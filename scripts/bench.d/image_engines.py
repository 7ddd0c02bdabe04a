"""image_engines.py: container engines as something that loads, pulls, pushes,
saves and forgets one image, each with a store of its own below a directory."""

import os
import shutil
import subprocess
import time

NAMESPACE = "bench"


class LeftOut(Exception):
    """Why an engine, or one thing of it, cannot be measured."""


class Engine:
    """What all have in common: no daemon, and nothing to prepare."""

    name = ""
    program = ""
    compressions = ("gzip", "zstd")
    environment = {}

    def __init__(self, directory):
        self.directory = directory
        os.makedirs(directory)
        if shutil.which(self.program) is None:
            raise LeftOut(f"there is no {self.program}")

    def daemon(self):
        """The words that start its daemon; None if it has none."""
        return None

    def answers(self):
        """Whether its daemon can be asked."""
        return True

    def load(self, archive):
        raise NotImplementedError

    def pull(self, reference):
        raise NotImplementedError

    def push(self, reference, target):
        """Commands in order; only the last one is measured."""
        raise NotImplementedError

    def save(self, reference, file):
        raise NotImplementedError

    def forget(self):
        """Commands that leave its store empty."""
        raise NotImplementedError


class DockerCommands(Engine):
    """Docker's command line, which Skiff's follows."""

    def load(self, archive):
        return [self.program, "load", "--quiet", "--input", archive]

    def pull(self, reference):
        return [self.program, "pull", "--quiet", reference]

    def push(self, reference, target):
        return [[self.program, "tag", reference, target], [self.program, "push", "--quiet", target]]

    def save(self, reference, file):
        return [self.program, "save", "--output", file, reference]


class Skiff(DockerCommands):
    name = "skiff"

    def __init__(self, directory, program):
        self.program = program
        self.environment = {"SKIFF_ROOT": os.path.join(directory, "root")}
        super().__init__(directory)

    def forget(self):
        return [["rm", "-rf", self.environment["SKIFF_ROOT"]]]


class Docker(DockerCommands):
    name = "docker"
    # A `docker` of another package may come first in the PATH.
    program = "/usr/bin/docker"

    def __init__(self, directory):
        self.socket = f"unix://{directory}/socket"
        self.environment = {"DOCKER_HOST": self.socket, "DOCKER_CONFIG": os.path.join(directory, "client")}
        super().__init__(directory)

    def daemon(self):
        configuration = os.path.join(self.directory, "daemon.json")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write("{}")
        return [
            *("dockerd", "--config-file", configuration, "--host", self.socket, "--bridge", "none"),
            *("--data-root", f"{self.directory}/data", "--exec-root", f"{self.directory}/exec"),
            *("--pidfile", f"{self.directory}/pid", "--storage-driver", "overlay2"),
            *("--iptables=false", "--ip6tables=false"),
        ]

    def answers(self):
        return quiet([self.program, "version"], self.environment) == 0

    def forget(self):
        return [[self.program, "image", "prune", "--all", "--force"]]


class Podman(Engine):
    name = "podman"
    program = "podman"

    def words(self, *rest):
        root = ["--root", f"{self.directory}/root", "--runroot", f"{self.directory}/run"]
        return [self.program, *root, "--storage-driver", "overlay", "--cgroup-manager", "cgroupfs", *rest]

    def load(self, archive):
        return self.words("load", "--quiet", "--input", archive)

    def pull(self, reference):
        return self.words("pull", "--quiet", "--tls-verify=false", reference)

    def push(self, reference, target):
        return [self.words("push", "--quiet", "--tls-verify=false", reference, target)]

    def save(self, reference, file):
        return self.words("save", "--quiet", "--output", file, reference)

    def forget(self):
        return [self.words("rmi", "--all", "--force")]


class Containerd(Engine):
    name = "containerd"
    program = "ctr"

    def daemon(self):
        configuration = os.path.join(self.directory, "config.toml")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(
                f'version = 2\nroot = "{self.directory}/root"\nstate = "{self.directory}/state"\n'
                f'disabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\n  address = "{self.directory}/socket"\n'
            )
        return ["containerd", "--config", configuration]

    def words(self, *rest):
        return [self.program, "--address", f"{self.directory}/socket", "--namespace", NAMESPACE, *rest]

    def answers(self):
        return quiet(self.words("version")) == 0

    def load(self, archive):
        return self.words("images", "import", archive)

    def pull(self, reference):
        return self.words("images", "pull", "--plain-http", reference)

    def push(self, reference, target):
        return [self.words("images", "tag", "--force", reference, target), self.words("images", "push", "--plain-http", target)]

    def save(self, reference, file):
        return self.words("images", "export", file, reference)

    def forget(self):
        listed = subprocess.run(self.words("images", "list", "--quiet"), capture_output=True, text=True, check=True)
        return [self.words("images", "remove", "--sync", name) for name in listed.stdout.split()]


def quiet(words, environment=None):
    """Runs a command for its status alone."""
    null = subprocess.DEVNULL
    whole = {**os.environ, **(environment or {})}
    return subprocess.run(words, env=whole, stdin=null, stdout=null, stderr=null, check=False).returncode


class Daemon:
    """A daemon that runs as long as the body does."""

    def __init__(self, words, log, answers, group=None):
        self.words, self.log, self.answers, self.group = words, log, answers, group

    def __enter__(self):
        with open(self.log, "wb") as log:
            join = self.group.join if self.group else None
            self.process = subprocess.Popen(
                self.words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=join
            )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            if self.answers():
                return self
            time.sleep(0.05)
        self.__exit__()
        with open(self.log, encoding="utf-8", errors="replace") as log:
            last = (log.read().strip().splitlines() or ["no word"])[-1]
        raise LeftOut(f"{self.words[0]} does not answer: {last}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
