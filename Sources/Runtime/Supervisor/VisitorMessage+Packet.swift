import LinuxSystem

extension VisitorMessage {
    /// The packet's bytes.
    public func encoded() -> [UInt8] {
        switch self {
        case .started(let pid): Self.packet(.started, UInt32(bitPattern: pid))
        case .output(let stream, let bytes): [stream.kind.rawValue] + bytes
        case .ended(let record): [Kind.ended.rawValue] + record.packed
        case .done: [Kind.done.rawValue]
        case .notNow: [Kind.notNow.rawValue]
        case .refused(let code, let sentence): Self.packet(.refused, UInt32(bitPattern: code)) + sentence.utf8
        case .executionEnded(let code): Self.packet(.executionEnded, UInt32(bitPattern: code))
        case .attach: [Kind.attach.rawValue]
        case .input(let bytes): [Kind.input.rawValue] + bytes
        case .inputEnded: [Kind.inputEnded.rawValue]
        case .resize(let size): Self.packet(.resize, UInt32(size.rows) << 16 | UInt32(size.columns))
        case .signal(let signal): [Kind.signal.rawValue, UInt8(signal.rawValue)]
        case .stop(let signal, let milliseconds):
            [Kind.stop.rawValue, UInt8(signal.rawValue)] + Self.bytes(of: UInt64(bitPattern: milliseconds))
        case .pause: [Kind.pause.rawValue]
        case .resume: [Kind.resume.rawValue]
        case .restartPolicy(let policy): [Kind.restartPolicy.rawValue] + policy.text.utf8
        case .execute: [Kind.execute.rawValue]
        case .networkChanged: [Kind.networkChanged.rawValue]
        case .detach: [Kind.detach.rawValue]
        }
    }

    /// `nil` when the packet is none of ours: the other side is not trusted.
    public init?(decoding packet: ArraySlice<UInt8>) {
        guard let first = packet.first, let kind = Kind(rawValue: first) else { return nil }
        let body = packet.dropFirst()
        switch kind {
        case .started, .ended, .done, .refused, .executionEnded, .notNow: self.init(answer: kind, body)
        case .standardOutput: self = .output(.standardOutput, body)
        case .standardError: self = .output(.standardError, body)
        case .attach, .inputEnded, .pause, .resume, .execute, .networkChanged, .detach: self.init(word: kind)
        case .input: self = .input(body)
        default: self.init(request: kind, body)
        }
    }

    /// What the supervisor answers.
    private init?(answer kind: Kind, _ body: ArraySlice<UInt8>) {
        let isSentence = kind == .refused
        let number = Self.value(of: isSentence ? body.prefix(4) : body, as: UInt32.self).map(Int32.init(bitPattern:))
        switch (kind, number) {
        case (.done, _): self = .done
        case (.notNow, _): self = .notNow
        case (.ended, _):
            guard let record = ExitRecord(unpacking: body) else { return nil }
            self = .ended(record)
        case (.started, let number?): self = .started(pid: number)
        case (.executionEnded, let number?): self = .executionEnded(exitCode: number)
        case (.refused, let number?):
            self = .refused(exitCode: number, String(decoding: body.dropFirst(4), as: UTF8.self))
        default: return nil
        }
    }

    /// What a visitor says without anything more.
    private init?(word kind: Kind) {
        switch kind {
        case .attach: self = .attach
        case .inputEnded: self = .inputEnded
        case .pause: self = .pause
        case .resume: self = .resume
        case .execute: self = .execute
        case .networkChanged: self = .networkChanged
        case .detach: self = .detach
        default: return nil
        }
    }

    /// What a visitor asks for.
    private init?(request kind: Kind, _ body: ArraySlice<UInt8>) {
        let signal = body.first.flatMap { Signal(rawValue: Int32($0)) }
        switch kind {
        case .resize:
            guard let value = Self.value(of: body, as: UInt32.self) else { return nil }
            self = .resize(TerminalSize(rows: UInt16(value >> 16), columns: UInt16(truncatingIfNeeded: value)))
        case .signal:
            guard let signal else { return nil }
            self = .signal(signal)
        case .stop:
            guard let signal, let time = Self.value(of: body.dropFirst(), as: UInt64.self) else { return nil }
            self = .stop(signal, milliseconds: Int64(bitPattern: time))
        case .restartPolicy:
            guard let policy = RestartPolicy(parsing: String(decoding: body, as: UTF8.self)) else { return nil }
            self = .restartPolicy(policy)
        default: return nil
        }
    }

    private static func packet(_ kind: Kind, _ value: UInt32) -> [UInt8] {
        [kind.rawValue] + bytes(of: value)
    }

    private static func bytes(of value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func value<Number: FixedWidthInteger>(of bytes: ArraySlice<UInt8>, as: Number.Type) -> Number? {
        guard bytes.count == Number.bitWidth / 8 else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | Number($1) }
    }
}
