import ArchiveFixtures
import CInflate

extension Inflated {
    /// By CInflate, which gets the stream in pieces.
    /// - Parameter pieces: how many bytes more it gets, each time that it wants any.
    init(own stream: [UInt8], pieces: Int) {
        self.init(.truncated)
        guard let inflate = skiff_inflate_new() else { return }
        defer { skiff_inflate_free(inflate) }
        var offered = 0
        while true {
            // A copy of the very length, so that a sanitizer sees what is read behind it.
            let input = Array(stream[used..<max(used, offered)])
            var output = skiff_inflate_output()
            var status = SKIFF_INFLATE_INVALID
            input.withUnsafeBufferPointer { input in
                withUnsafePointer(to: 0 as UInt8) { nothing in
                    let start = input.baseAddress ?? nothing
                    var next = start
                    status = skiff_inflate(inflate, &next, start + input.count, &output)
                    used += next - start
                }
            }
            content += UnsafeBufferPointer(start: output.bytes, count: output.count)
            switch status {
            case SKIFF_INFLATE_FULL: continue
            case SKIFF_INFLATE_END: outcome = .ended
            case SKIFF_INFLATE_WANTS_INPUT where offered < stream.count:
                offered = min(stream.count, offered + pieces)
                continue
            case SKIFF_INFLATE_WANTS_INPUT: outcome = .truncated
            default: outcome = .refused
            }
            return
        }
    }
}
