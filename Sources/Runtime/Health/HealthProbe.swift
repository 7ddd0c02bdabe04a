import Glibc
import LinuxSystem

/// One check that is being made: its process, and what it has written so far.
final class HealthProbe {
    let pid: Int32
    let process: ProcessDescriptor
    /// Both of its output streams.
    private let output: Descriptor
    let startedAt = Timestamp.now()
    /// When it has taken too long.
    private(set) var deadline: Uptime
    private var text: [UInt8] = []

    /// Docker keeps as much.
    private static let longestOutput = 4096

    init(_ launched: consuming LaunchedProcess, output: consuming Descriptor, timeout: Int64) {
        pid = launched.pid
        process = launched.process
        self.output = output
        deadline = Uptime.now() + timeout
    }

    /// Its time begins anew: it was paused.
    func beginAnew(timeout: Int64) { deadline = Uptime.now() + timeout }

    /// Reads what its pipe holds, and keeps the beginning. A check that writes
    /// without end waits for the next look.
    func read(into buffer: inout [UInt8]) {
        for _ in 0...(output.pipeCapacity ?? 0) / buffer.count {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(output.number, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            text += buffer[..<min(count, Self.longestOutput - text.count)]
        }
    }

    /// - Parameter exitCode: `nil`: it was ended because it took too long.
    func result(_ exitCode: Int32?, timeout: Int64) -> Health.Result {
        let output =
            exitCode == nil
            ? "health check exceeded its time of \(timeout) ms" : String(decoding: text, as: UTF8.self)
        return Health.Result(
            startedAt: startedAt.nanoseconds, endedAt: Timestamp.now().nanoseconds, exitCode: exitCode ?? -1,
            output: output)
    }
}
