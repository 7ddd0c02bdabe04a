import Glibc
import LinuxSystem

extension ExecutionStreams {
    /// Our ends.
    struct Near: ~Copyable {
        /// To standard input, or both ways with a terminal.
        var input: Descriptor?
        var output: Descriptor?
        var error: Descriptor?
    }
}

extension ExecutionStreams.Near {
    /// What poll(2) is told; -1, which it passes over, for one that is closed.
    var inputNumber: CInt { Self.number(input) }
    var outputNumber: CInt { Self.number(output) }
    var errorNumber: CInt { Self.number(error) }

    /// Reads once into the buffer. At its end the stream is closed.
    /// - Returns: how many bytes; 0: the end; `nil`: nothing to read now.
    mutating func read(_ stream: StandardStream, into buffer: inout [UInt8]) -> Int? {
        let number = stream == .output ? outputNumber : errorNumber
        guard number >= 0 else { return 0 }
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
            if count > 0 { return count }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return nil }
            // The end; EIO is that of a terminal that nobody has open any more.
            close(stream)
            return 0
        }
    }

    private mutating func close(_ stream: StandardStream) {
        switch stream {
        case .output: output = nil
        case .error: error = nil
        }
    }

    /// How many bytes can wait to be read; a terminal holds less than the largest of pipes.
    func capacity(of stream: StandardStream) -> Int {
        switch stream {
        case .output: Self.capacity(output)
        case .error: Self.capacity(error)
        }
    }

    private static func capacity(_ descriptor: borrowing Descriptor?) -> Int {
        switch descriptor {
        case .some(let descriptor): descriptor.pipeCapacity ?? 1 << 20
        case .none: 0
        }
    }

    private static func number(_ descriptor: borrowing Descriptor?) -> CInt {
        switch descriptor {
        case .some(let descriptor): descriptor.number
        case .none: -1
        }
    }
}
