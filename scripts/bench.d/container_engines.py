"""container_engines.py: container engines as something that runs containers of
one image; what they share with the bench of images is in image_engines.py."""

import os
import subprocess

import image_engines
from image_engines import Daemon, LeftOut, quiet

IMAGE = "busybox"
# Ends at once when it is asked to: the wait for one that doesn't isn't the engine's time.
POLITE = ["sh", "-c", "trap 'exit 0' TERM; sleep 1000000 & wait"]
IDLE = ["sleep", "1000000"]


class Containers:
    """The verbs, which all engines call the same."""

    # What `run` needs besides.
    run_options = []

    def verb(self, *words):
        return [self.program, *words]

    def run_to_end(self):
        return self.verb("run", "--rm", "--network", "none", *self.run_options, IMAGE, "true")

    def run_detached(self, name, command):
        return self.verb("run", "--detach", "--network", "none", "--name", name, *self.run_options, IMAGE, *command)

    def execute(self, name):
        return self.verb("exec", name, "true")

    def list(self):
        return self.verb("ps")

    def stop(self, name):
        return self.verb("stop", name)

    def remove(self, names):
        return self.verb("rm", "--force", *names)

    def remove_at_once(self, names):
        """As `remove`, for containers that a signal doesn't end."""
        return self.remove(names)

    def all(self):
        """The ids of all containers."""
        words = self.verb("ps", "--all", "--quiet", "--no-trunc")
        result = subprocess.run(words, env={**os.environ, **self.environment}, capture_output=True, text=True, check=False)
        return result.stdout.split()

    def clear(self):
        """Removes every container."""
        names = self.all()
        if names:
            quiet(self.remove_at_once(names), self.environment)


class Skiff(Containers, image_engines.Skiff):
    def statistics(self):
        return self.verb("stats", "--no-stream")


class Docker(Containers, image_engines.Docker):
    def daemon(self):
        self.group = f"/skiff-bench-{os.getpid()}-docker"
        return [*super().daemon(), "--cgroup-parent", self.group]


class Podman(Containers, image_engines.Podman):
    def __init__(self, directory):
        super().__init__(directory)
        self.group = f"/skiff-bench-{os.getpid()}-podman"
        self.run_options = ["--cgroup-parent", self.group]

    def verb(self, *words):
        return self.words(*words)

    def remove_at_once(self, names):
        return self.verb("rm", "--force", "--time", "0", *names)


class Contender:
    """An engine with the image in its store, and its daemon if it has one."""

    def __init__(self, engine, layout):
        self.engine = engine
        self.layout = layout
        self.daemon = None
        self.name = engine.name
        self.environment = {**os.environ, **engine.environment}

    def __enter__(self):
        words = self.engine.daemon()
        if words:
            log = os.path.join(self.engine.directory, "log")
            self.daemon = Daemon(words, log, self.engine.answers).__enter__()
        try:
            self.run(self.engine.load(self.archive()))
            # What is made once and stays, such as a compiled filter, is there afterwards.
            self.run(self.engine.run_to_end())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.engine.clear()
        if self.daemon:
            self.daemon.__exit__()
        if hasattr(self.engine, "group"):
            remove_groups(self.engine.group)

    def archive(self):
        """What every engine can load: a tar of the layout, with Docker's list."""
        archive = os.path.join(os.path.dirname(self.engine.directory), "busybox.tar")
        if not os.path.exists(archive):
            words = ["skopeo", "copy", "--quiet", f"oci:{self.layout}", f"docker-archive:{archive}:{IMAGE}:latest"]
            subprocess.run(words, check=True)
        return archive

    def run(self, words):
        """Runs a command that isn't measured."""
        null = subprocess.DEVNULL
        with open(os.memfd_create("errors"), "w+b") as errors:
            result = subprocess.run(words, env=self.environment, stdin=null, stdout=null, stderr=errors, check=False)
            if result.returncode != 0:
                errors.seek(0)
                last = (errors.read().decode(errors="replace").strip().splitlines() or ["no word"])[-1]
                raise LeftOut(f"`{' '.join(words[:4])} …` ended with status {result.returncode}: {last}")

    def start(self, words):
        """Starts a command; its process."""
        null = subprocess.DEVNULL
        return subprocess.Popen(words, env=self.environment, stdin=null, stdout=null, stderr=null)


def hierarchies():
    """Where cgroups are mounted."""
    with open("/proc/self/mounts", encoding="utf-8") as mounts:
        return [line.split()[1] for line in mounts if line.split()[2] in ("cgroup", "cgroup2")]


def remove_groups(name):
    """Removes a group and those below it, on every hierarchy; none has a process."""
    for hierarchy in hierarchies():
        for directory, _, _ in os.walk(hierarchy + name, topdown=False):
            try:
                os.rmdir(directory)
            except OSError as error:
                print(f"cannot remove the cgroup {directory}: {error.strerror}")
