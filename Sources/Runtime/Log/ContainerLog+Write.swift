import LinuxSystem

extension ContainerLog {
    /// Writes the buffer: one write(2), unless the disk is full.
    func flush() {
        guard buffer.count > 0 else { return }
        switch file {
        case .some(let file): write(to: file)
        case .none: break
        }
        buffer.clear()
    }

    private func write(to file: borrowing Descriptor) {
        var rest = buffer.bytes[...]
        do throws(SystemError) {
            if endsInLine {
                // What is left of the broken line is passed over by readers.
                size += Int64(try file.writeSome([UInt8(ascii: "\n")]))
                endsInLine = false
            }
            while !rest.isEmpty {
                let count = try file.writeSome(rest)
                size += Int64(count)
                rest = rest.dropFirst(count)
                endsInLine = buffer.bytes[rest.startIndex - 1] != UInt8(ascii: "\n")
            }
        } catch {
            note(error, lines: rest.count { $0 == UInt8(ascii: "\n") })
        }
    }

    /// - Parameter lines: that are lost to it.
    func note(_ error: SystemError, lines: Int) {
        loss = LogLoss(lines: (loss?.lines ?? 0) + lines, error: loss?.error ?? error)
    }
}
