# shellcheck shell=bash
# hide_controllers: crun, which podman starts containers with, too, refuses a host with
# v1 hierarchies whose v2 has controllers as well. In the mounts of our own mount
# namespace it has none, for whatever is measured there.
hide_controllers() {
    local unified
    unified=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
    if [ -n "$unified" ] && awk '$3 == "cgroup" && $4 !~ /name=/ { found = 1 } END { exit !found }' /proc/self/mounts; then
        mount --bind /dev/null "$unified/cgroup.controllers"
    fi
}
