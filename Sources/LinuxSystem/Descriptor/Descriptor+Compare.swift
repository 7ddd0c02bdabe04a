import Glibc

extension Descriptor {
    /// Whether two files have the same bytes.
    public func hasSameContent(as other: borrowing Descriptor, name: String = "") throws(SystemError) -> Bool {
        let size = 1 << 18
        let here = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
        let there = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
        defer {
            here.deallocate()
            there.deallocate()
        }
        var offset: Int64 = 0
        while true {
            // Regular files give all that is asked for, up to their end.
            let count = try read(into: here, at: offset, name: name)
            guard try other.read(into: there, at: offset, name: name) == count else { return false }
            if count == 0 { return true }
            guard let first = here.baseAddress, let second = there.baseAddress, memcmp(first, second, count) == 0 else {
                return false
            }
            offset += Int64(count)
        }
    }
}
