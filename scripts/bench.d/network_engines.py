"""network_engines.py: container engines that attach containers to networks, and
the two hosts between which traffic is measured."""

import os
import subprocess

import container_engines
from container_engines import IMAGE

# The host's address towards the other host, and the other's.
HOST, OTHER = "198.51.100.1", "198.51.100.2"
# iperf3 is the host's own program with the libraries it needs.
HOST_PROGRAMS = [
    *("--volume", "/usr/bin:/host/bin:ro"),
    *("--volume", "/usr/lib:/lib:ro"),
    *("--volume", "/usr/lib64:/lib64:ro"),
]


class Networked:
    """`run` with the engine's own default network."""

    def run_to_end(self):
        return self.verb("run", "--rm", *self.run_options, IMAGE, "true")

    def run_detached(self, name, command):
        return self.verb("run", "--detach", "--name", name, *self.run_options, IMAGE, *command)

    def run_without_network(self):
        return self.verb("run", "--rm", "--network", "none", *self.run_options, IMAGE, "true")

    def publish(self, name, port, inner, command, options=()):
        """A container that serves at a port of the host."""
        return self.verb(
            "run", "--detach", "--name", name, "--publish", f"{port}:{inner}", *options, *self.run_options, IMAGE, *command
        )


class Skiff(Networked, container_engines.Skiff):
    pass


class Docker(Networked, container_engines.Docker):
    def daemon(self):
        """As its package starts it: with its own bridge and its own rules."""
        left_out = {"--bridge", "none", "--iptables=false", "--ip6tables=false"}
        return [word for word in super().daemon() if word not in left_out]


class Podman(Networked, container_engines.Podman):
    def words(self, *rest):
        return super().words("--network-config-dir", f"{self.directory}/networks", *rest)


class OtherHost:
    """A network namespace joined to ours by a pair of links."""

    def __enter__(self):
        self.holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo; exec sleep infinity"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        self.holder.stdout.readline()
        pid = str(self.holder.pid)
        ip("link", "set", "lo", "up")
        ip("link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", pid)
        ip("address", "add", f"{HOST}/24", "dev", "cable")
        ip("link", "set", "cable", "up")
        # Nothing is behind it; engines look for a way out.
        ip("route", "add", "default", "via", OTHER)
        for words in (["link", "set", "lo", "up"], ["address", "add", f"{OTHER}/24", "dev", "cable"], ["link", "set", "cable", "up"]):
            subprocess.run(self.words("ip", *words), check=True)
        return self

    def words(self, *command):
        """The words that run a command there."""
        return ["nsenter", "--net", "--target", str(self.holder.pid), *command]

    def __exit__(self, *_):
        self.holder.kill()
        self.holder.wait()


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def answers(other, port, seconds=10):
    """Waits until a TCP port of the host answers the other host."""
    probe = f"until timeout 1 sh -c 'exec 3<>/dev/tcp/{HOST}/{port}' 2>/dev/null; do sleep 0.05; done"
    words = other.words("timeout", str(seconds), "bash", "-c", probe.replace("sh -c", "bash -c"))
    return subprocess.run(words, stderr=subprocess.DEVNULL, check=False).returncode == 0


def environment(engine):
    return {**os.environ, **engine.environment}
