# shellcheck shell=bash
# The accounts that every fixture's /etc has: enough to resolve a name, a
# group, and a member of a second group.

# write_accounts TREE SHELL
write_accounts() {
    mkdir -p "$1/etc"
    cat >"$1/etc/passwd" <<END
root:x:0:0:root:/root:$2
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
user:x:1000:1000:a user:/home/user:$2
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
END
    cat >"$1/etc/group" <<'END'
root:x:0:
daemon:x:1:
tty:x:5:
wheel:x:10:root,user
www-data:x:33:user
user:x:1000:
nogroup:x:65534:
END
}
