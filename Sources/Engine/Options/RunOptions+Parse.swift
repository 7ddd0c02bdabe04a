import LinuxSystem
import Runtime

extension RunOptions {
    /// `--security-opt`: what it asks for is set here. Docker's older `:` in
    /// place of `=` is taken, too.
    public mutating func addSecurityOption(_ text: String) throws(InvalidOption) {
        let key = text.prefix { $0 != "=" && $0 != ":" }
        let value = key.count < text.count ? String(text.dropFirst(key.count + 1)) : nil
        switch (key, value) {
        case ("no-new-privileges", nil), ("no-new-privileges", "true"): noNewPrivileges = true
        case ("no-new-privileges", "false"): noNewPrivileges = false
        case ("no-new-privileges", _): throw InvalidOption("no-new-privileges must be true or false")
        case ("seccomp", "unconfined"): seccomp = .unconfined
        case ("seccomp", "builtin"): seccomp = .standard
        case ("seccomp", .some(let path)) where !path.isEmpty: seccomp = .file(path)
        case ("seccomp", _): throw InvalidOption("seccomp needs a profile: seccomp=FILE or seccomp=unconfined")
        case ("apparmor", _), ("label", _), ("systempaths", _), ("writable-cgroups", _):
            throw InvalidOption("\(key) is not supported yet: leave it out")
        default: throw InvalidOption("unknown security option; there are no-new-privileges and seccomp=")
        }
    }

    /// `--oom-score-adj` (proc_pid_oom_score_adj(5)).
    public static func oomScoreAdjustment(parsing text: String) throws(InvalidOption) -> Int {
        guard let number = Int(text), (-1000...1000).contains(number) else {
            throw InvalidOption("must be a number from -1000 to 1000")
        }
        return number
    }
}

extension RestartPolicy {
    /// `--restart`.
    public init(option text: String) throws(InvalidOption) {
        guard let policy = RestartPolicy(parsing: text) else {
            throw InvalidOption("must be no, on-failure[:NUMBER], always, unless-stopped or unhealthy")
        }
        self = policy
    }
}

extension Signal {
    /// `--stop-signal`, `kill --signal`.
    public init(option text: String) throws(InvalidOption) {
        guard let signal = Signal(parsing: text) else {
            throw InvalidOption("no such signal; name one as SIGTERM, TERM or 15")
        }
        self = signal
    }
}

extension UserNamespaceMode {
    /// `--userns`.
    public init(parsing text: String) throws(InvalidOption) {
        guard let mode = Self(rawValue: text) else { throw InvalidOption("must be host or auto") }
        self = mode
    }
}

extension PullPolicy {
    /// `--pull`.
    public init(parsing text: String) throws(InvalidOption) {
        guard let policy = Self(rawValue: text) else { throw InvalidOption("must be always, missing or never") }
        self = policy
    }
}
