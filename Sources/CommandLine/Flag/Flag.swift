/// One flag of a command: a line of its table.
///
///     Flag("interactive", short: "i", "Keep standard input open") { self.interactive = $0 }
///     Flag("name", value: "NAME", "Name the container") { self.name = $0 }
///
/// A placeholder that ends in `...` tells the reader that the flag may be
/// given more than once; the closure sees each value, in order.
public struct Flag {
    private enum Effect {
        /// Needs no value: `--rm`, `--rm=false`.
        case toggle((Bool) -> Void)
        /// Needs a value; a thrown error's description is the reason shown.
        case value(placeholder: String, (String) throws -> Void)
        /// Takes a value only when it's joined: `--plan`, `--plan=json`.
        case joined(absent: String, (String) throws -> Void)
        /// Known from Docker, refused with advice and hidden from help.
        case refusal(advice: String)
    }

    let name: String
    let shortName: Character?
    /// A second long name, which help does not show.
    private(set) var alias: String?
    let help: String
    private let effect: Effect

    private init(_ name: String, _ shortName: Character?, _ help: String, _ effect: Effect) {
        self.name = name
        self.shortName = shortName
        self.help = help
        self.effect = effect
    }

    /// A flag that is on or off.
    public init(_ name: String, short: Character? = nil, _ help: String, set: @escaping (Bool) -> Void) {
        self.init(name, short, help, .toggle(set))
    }

    /// A flag with a value, such as `--memory SIZE`. `set` throws when the
    /// value makes no sense; the error's description becomes the reason.
    public init(
        _ name: String, short: Character? = nil, value: String, _ help: String,
        set: @escaping (String) throws -> Void
    ) {
        self.init(name, short, help, .value(placeholder: value, set))
    }

    /// A flag that may do without its value, such as `--plan` and `--plan=json`.
    /// - Parameter absent: what a flag without one means.
    public init(
        _ name: String, joinedValue absent: String, _ help: String, set: @escaping (String) throws -> Void
    ) {
        self.init(name, nil, help, .joined(absent: absent, set))
    }

    /// A flag of Docker's that is refused with advice instead of "unknown".
    public static func notSupported(_ name: String, short: Character? = nil, _ advice: String) -> Flag {
        Flag(name, short, "", .refusal(advice: advice))
    }

    /// The same flag, known by a second long name that help does not show.
    public func alias(_ name: String) -> Flag {
        var flag = self
        flag.alias = name
        return flag
    }

    /// Whether help leaves it out.
    var isHidden: Bool {
        if case .refusal = effect { true } else { false }
    }

    /// Shown for the value; `nil` for a flag that takes none.
    var placeholder: String? {
        if case .value(let placeholder, _) = effect { placeholder } else { nil }
    }

    var takesValue: Bool { placeholder != nil }

    private var absentValue: String {
        if case .joined(let absent, _) = effect { absent } else { "" }
    }

    /// `-m, --memory`, as messages show it.
    var shownName: String {
        shortName.map { "-\($0), --\(name)" } ?? "--\(name)"
    }

    /// Does what the flag asks. A toggle given without a value is `true`.
    func apply(_ value: String?) throws(UsageProblem) {
        switch effect {
        case .toggle(let set):
            let text = value ?? "true"
            guard let isOn = Bool(flagValue: text) else {
                throw .invalidValue(text, flag: shownName, reason: "must be true or false")
            }
            set(isOn)
        case .value(_, let set), .joined(_, let set):
            let text = value ?? absentValue
            do { try set(text) } catch {
                throw .invalidValue(text, flag: shownName, reason: "\(error)")
            }
        case .refusal(let advice):
            throw .notSupported(flag: shownName, advice: advice)
        }
    }
}

/// Flags that the help page shows together.
public struct FlagGroup {
    /// Without the colon: `Limits`.
    public let title: String
    /// In the order of the help page.
    public let flags: [Flag]

    public init(_ title: String, _ flags: [Flag]) {
        self.title = title
        self.flags = flags
    }

    /// The flags of a command with few.
    public init(_ flags: [Flag]) {
        self.init("Options", flags)
    }

    /// Those that help shows.
    var shown: [Flag] { flags.filter { !$0.isHidden } }
}

extension Bool {
    /// The spellings that Go's ParseBool takes.
    fileprivate init?(flagValue: String) {
        switch flagValue {
        case "1", "t", "T", "true", "True", "TRUE": self = true
        case "0", "f", "F", "false", "False", "FALSE": self = false
        default: return nil
        }
    }
}
