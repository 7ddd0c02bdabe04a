import CommandLine
import Runtime

/// `checkpoint` and `restore`, which engines may try: one clear sentence.
enum CheckpointVerbs {
    static func commands(_ globals: Globals) -> [Command] {
        ["checkpoint", "restore"].map { name in
            // The words may be anything: none is looked at.
            Command(name, "Not supported", arguments: Arguments("[ANYTHING...]", 0..., endFlags: true)) {
                (_: AnyFlags, _: [String]) in
                globals.reporting { _ throws(RuntimeError) in
                    throw .refused("\(name) is not supported: processes can't be written to disk and brought back")
                }
            }
        }
    }

    /// Those of runc, each accepted so that the sentence above is what is read.
    final class AnyFlags: CommandOptions {
        var flags: [FlagGroup] {
            let values = [
                "image-path", "work-path", "parent-path", "page-server", "manage-cgroups-mode", "empty-ns",
                "status-fd", "bundle", "pid-file", "console-socket", "lsm-profile", "lsm-mount-context",
            ]
            let toggles = [
                "leave-running", "tcp-established", "ext-unix-sk", "shell-job", "lazy-pages", "file-locks", "pre-dump",
                "auto-dedup", "detach", "no-subreaper", "no-pivot", "tcp-skip-in-flight", "link-remap",
            ]
            return [
                FlagGroup(
                    values.map { Flag($0, value: "VALUE", "") { _ in } } + toggles.map { Flag($0, "") { _ in } })
            ]
        }
    }
}
