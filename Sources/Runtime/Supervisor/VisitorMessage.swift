import LinuxSystem

/// What a supervisor and its visitors (a CLI, a server) say to each other: one
/// message a packet, its kind in the first byte.
public enum VisitorMessage: Sendable {
    // From the supervisor.
    /// The container's process runs.
    case started(pid: Int32)
    /// Bytes that it wrote.
    case output(OutputStream, ArraySlice<UInt8>)
    /// It has ended, or never started; nothing of it is left but its directory.
    case ended(ExitRecord)

    // From a visitor.
    case input(ArraySlice<UInt8>)
    case inputEnded
    case resize(TerminalSize)
    case signal(Signal)

    /// No message is longer; output is cut into pieces.
    public static let maximumLength = 64 * 1024 + 1

    enum Kind: UInt8 {
        case started = 1
        case standardOutput, standardError, ended
        case input, inputEnded, resize, signal
    }
}

/// Where a container's output came from.
public enum OutputStream: Sendable {
    case standardOutput
    case standardError

    /// Docker's word in logs.
    public var name: String {
        switch self {
        case .standardOutput: "stdout"
        case .standardError: "stderr"
        }
    }

    var kind: VisitorMessage.Kind {
        switch self {
        case .standardOutput: .standardOutput
        case .standardError: .standardError
        }
    }
}

extension VisitorMessage {
    /// The packet's bytes.
    public func encoded() -> [UInt8] {
        switch self {
        case .started(let pid): [Kind.started.rawValue] + Self.bytes(of: UInt32(bitPattern: pid))
        case .output(let stream, let bytes): [stream.kind.rawValue] + bytes
        case .ended(let record): [Kind.ended.rawValue] + record.packed
        case .input(let bytes): [Kind.input.rawValue] + bytes
        case .inputEnded: [Kind.inputEnded.rawValue]
        case .resize(let size): [Kind.resize.rawValue] + Self.bytes(of: UInt32(size.rows) << 16 | UInt32(size.columns))
        case .signal(let signal): [Kind.signal.rawValue, UInt8(signal.rawValue)]
        }
    }

    /// `nil` when the packet is none of ours: the other side is not trusted.
    public init?(decoding packet: ArraySlice<UInt8>) {
        guard let first = packet.first, let kind = Kind(rawValue: first) else { return nil }
        let body = packet.dropFirst()
        switch kind {
        case .started:
            guard let value = Self.value(of: body) else { return nil }
            self = .started(pid: Int32(bitPattern: value))
        case .standardOutput: self = .output(.standardOutput, body)
        case .standardError: self = .output(.standardError, body)
        case .ended:
            guard let record = ExitRecord(unpacking: body) else { return nil }
            self = .ended(record)
        case .input: self = .input(body)
        case .inputEnded: self = .inputEnded
        case .resize:
            guard let value = Self.value(of: body) else { return nil }
            self = .resize(TerminalSize(rows: UInt16(value >> 16), columns: UInt16(truncatingIfNeeded: value)))
        case .signal:
            guard let number = body.first, let signal = Signal(rawValue: Int32(number)) else { return nil }
            self = .signal(signal)
        }
    }

    private static func bytes(of value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func value(of bytes: ArraySlice<UInt8>) -> UInt32? {
        guard bytes.count == 4 else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
