import JSON

/// What a stream's last line has so far, of which the end has not come yet.
struct UnfinishedLine {
    /// The bytes; no more than a piece may have.
    private(set) var bytes: [UInt8] = []
    /// When the first of them came; `nil` when there is none.
    private(set) var since: Int64?
    /// What follows the text in each of the stream's entries, up to the time.
    private let tail: [UInt8]

    init(of stream: OutputStream, _ settings: LogSettings) {
        var tail = Array("\",\"stream\":\"\(stream.name)\"".utf8)
        if !settings.attributes.isEmpty {
            tail += Array(#","attrs":"#.utf8) + settings.attributes.json
        }
        self.tail = tail + Array(#","time":""#.utf8)
    }

    /// What follows the text of an entry of this stream.
    func suffix(_ time: [UInt8]) -> [UInt8] {
        var suffix = tail
        suffix.reserveCapacity(suffixLimit)
        suffix += time
        suffix.append(UInt8(ascii: "\""))
        return suffix
    }

    var suffixLimit: Int { tail.count + LogClock.length + 2 }

    mutating func add(_ more: Slice<UnsafeBufferPointer<UInt8>>) {
        if bytes.isEmpty { since = ContainerLog.now() }
        bytes.append(contentsOf: more)
    }

    /// Hands over all of it, and starts anew.
    mutating func take(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer(body)
        bytes.removeAll(keepingCapacity: true)
        since = nil
    }

    /// Hands over all but a character at its end that isn't complete.
    mutating func takePiece(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let count = bytes.withUnsafeBufferPointer { all in
            let count = all.count - LogBuffer.unfinishedCharacter(all)
            body(UnsafeBufferPointer(rebasing: all[..<count]))
            return count
        }
        bytes.removeFirst(count)
        since = bytes.isEmpty ? nil : ContainerLog.now()
    }
}
