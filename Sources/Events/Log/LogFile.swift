import Glibc
import LinuxSystem

/// One open file of the log.
struct LogFile: ~Copyable {
    let descriptor: Descriptor
    let header: LogHeader
    /// For messages.
    let name: String

    /// `nil` when there is none of that age, or a power failure has taken its header.
    static func open(
        age: Int, in directory: borrowing Descriptor, _ flags: OpenFlags = .readOnly
    ) throws(SystemError) -> LogFile? {
        let name = EventLog.name(age: age)
        let descriptor: Descriptor
        do {
            descriptor = try directory.open(name, [flags, .noFollow], resolution: [.beneath, .noMagicLinks])
        } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
        let bytes = try descriptor.read(LogHeader.limit, at: 0, name: name)
        guard let header = LogHeader(parsing: bytes[...]) else { return nil }
        return LogFile(descriptor: descriptor, header: header, name: name)
    }

    init(descriptor: consuming Descriptor, header: LogHeader, name: String) {
        self.descriptor = descriptor
        self.header = header
        self.name = name
    }

    /// Where the file's whole lines end.
    struct End: Hashable {
        var offset: Int64
        /// The last event's; one less than the first's when there is none yet.
        var sequence: Int64
        /// Something follows that is no whole line: its writer was killed, or the disk was full.
        var isTorn: Bool
    }

    /// Looks at the last lines, at more of them as long as they make no sense.
    func end() throws(SystemError) -> End {
        let size = Int64(try descriptor.status(name: name).st_size)
        var window: Int64 = 4096
        while true {
            let start = max(Int64(header.length), size - window)
            let bytes = try descriptor.read(Int(max(0, size - start)), at: start, name: name)
            let isWhole = start == Int64(header.length)
            if let end = Self.end(of: bytes, from: start, isWhole: isWhole) { return end }
            if isWhole {
                let lines = bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0
                return End(
                    offset: start + Int64(lines), sequence: header.first - 1, isTorn: lines < bytes.count)
            }
            window *= 16
        }
    }

    /// `nil` when the bytes hold no whole line of an event.
    private static func end(of bytes: [UInt8], from start: Int64, isWhole: Bool) -> End? {
        guard let last = bytes.lastIndex(of: newline) else { return nil }
        var lineEnd = last
        while true {
            let before = bytes[..<lineEnd].lastIndex(of: newline)
            guard before != nil || isWhole else { return nil }
            if let sequence = LineScanner.sequence(of: bytes[(before.map { $0 + 1 } ?? 0)..<lineEnd]) {
                return End(
                    offset: start + Int64(last + 1), sequence: sequence, isTorn: last + 1 < bytes.count)
            }
            guard let before else { return nil }
            lineEnd = before
        }
    }

    /// Changes the number of lost events, in place.
    func setLost(_ lost: Int64) throws(SystemError) {
        var header = header
        header.lost = lost
        try descriptor.write(header.lostField, at: header.lostOffset, name: name)
    }
}

let newline = UInt8(ascii: "\n")

extension Descriptor {
    /// Up to so many bytes from an offset on; fewer at the end.
    func read(_ count: Int, at offset: Int64, name: String) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SystemError) {
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
                    let got = try read(into: rest, at: offset + Int64(filled), name: name)
                    if got == 0 { return }
                    filled += got
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// All of the bytes at an offset.
    func write(_ bytes: [UInt8], at offset: Int64, name: String) throws(SystemError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(SystemError) in try write(buffer, at: offset, name: name) }
        }
        try result.get()
    }
}
