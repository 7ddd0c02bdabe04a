import Glibc

/// A signal, by its number on this architecture (signal(7)).
public struct Signal: RawRepresentable, Hashable, Sendable {
    /// 1…64.
    public let rawValue: CInt

    /// `nil` unless the number is between 1 and 64.
    public init?(rawValue: CInt) {
        guard (1...64).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(known rawValue: CInt) { self.rawValue = rawValue }

    /// The terminal is gone.
    public static let hangUp = Signal(known: SIGHUP)
    /// Control-C.
    public static let interrupt = Signal(known: SIGINT)
    /// Control-\, with a core dump.
    public static let quit = Signal(known: SIGQUIT)
    /// Can't be caught.
    public static let kill = Signal(known: SIGKILL)
    /// The polite request to end.
    public static let terminate = Signal(known: SIGTERM)
    /// A child has ended or stopped.
    public static let child = Signal(known: SIGCHLD)
    /// The terminal has another size.
    public static let windowChange = Signal(known: SIGWINCH)

    /// The names of signal(7) without `SIG`, by number.
    private static let names: [CInt: String] = [
        1: "HUP", 2: "INT", 3: "QUIT", 4: "ILL", 5: "TRAP", 6: "ABRT", 7: "BUS", 8: "FPE", 9: "KILL", 10: "USR1",
        11: "SEGV", 12: "USR2", 13: "PIPE", 14: "ALRM", 15: "TERM", 16: "STKFLT", 17: "CHLD", 18: "CONT", 19: "STOP",
        20: "TSTP", 21: "TTIN", 22: "TTOU", 23: "URG", 24: "XCPU", 25: "XFSZ", 26: "VTALRM", 27: "PROF", 28: "WINCH",
        29: "IO", 30: "PWR", 31: "SYS",
    ]

    private static let aliases: [String: CInt] = ["IOT": 6, "POLL": 29, "CLD": 17, "UNUSED": 31]

    /// A number or a name, with or without `SIG`, in any case: `9`, `KILL`,
    /// `sigkill`, `RTMIN+3`. `nil` when there is no such signal.
    public init?(parsing text: String) {
        if let number = CInt(text) {
            self.init(rawValue: number)
            return
        }
        var name = text.uppercased()
        if name.hasPrefix("SIG") { name.removeFirst(3) }
        if let number = Self.names.first(where: { $0.value == name })?.key ?? Self.aliases[name] {
            self.init(rawValue: number)
        } else if name == "RTMIN" {
            self.init(rawValue: Self.realTimeMinimum)
        } else if name == "RTMAX" {
            self.init(rawValue: Self.realTimeMaximum)
        } else if name.hasPrefix("RTMIN+"), let offset = CInt(name.dropFirst(6)), (1...30).contains(offset) {
            self.init(rawValue: Self.realTimeMinimum + offset)
        } else if name.hasPrefix("RTMAX-"), let offset = CInt(name.dropFirst(6)), (1...30).contains(offset) {
            self.init(rawValue: Self.realTimeMaximum - offset)
        } else {
            return nil
        }
    }

    /// glibc keeps 32 and 33 for itself (signal(7)), so that its SIGRTMIN is 34.
    private static let realTimeMinimum: CInt = 34
    private static let realTimeMaximum: CInt = 64

    /// `SIGKILL`, `SIGRTMIN+3`.
    public var name: String {
        if let name = Self.names[rawValue] { return "SIG" + name }
        return rawValue == Self.realTimeMinimum ? "SIGRTMIN" : "SIGRTMIN+\(rawValue - Self.realTimeMinimum)"
    }
}
