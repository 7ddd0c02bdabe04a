# shellcheck shell=bash
# crun refuses a host with v1 hierarchies whose v2 has controllers as well. For as
# long as a bench takes these controllers move to hierarchies of their own, which
# every runtime then finds.

# borrow_controllers DIRECTORY: mounts them there, in a mount namespace of our own.
borrow_controllers() {
    local place=$1 controller controllers
    unified=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
    if [ -z "$unified" ] || ! awk '$3 == "cgroup" && $4 !~ /name=/ { found = 1 } END { exit !found }' /proc/self/mounts; then
        return
    fi
    read -ra controllers <"$unified/cgroup.controllers" || true
    for controller in "${controllers[@]}"; do
        mkdir "$place/$controller"
        # Busy when somebody has groups with it.
        if ! mount -t cgroup -o "$controller" none "$place/$controller" 2>/dev/null; then
            rmdir "$place/$controller"
        fi
    done
}

# return_controllers DIRECTORY: gives them back to v2. A hierarchy that was unmounted while
# a group in it was on its way out stays, and keeps its controller, until it is
# unmounted once more.
return_controllers() {
    local mount
    for mount in "$1"/*; do
        if ! [ -d "$mount" ]; then continue; fi
        umount "$mount"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            if grep -qw "${mount##*/}" "$unified/cgroup.controllers"; then break; fi
            sleep 0.2
            mount -t cgroup -o "${mount##*/}" none "$mount" 2>/dev/null && umount "$mount"
        done
    done
}
