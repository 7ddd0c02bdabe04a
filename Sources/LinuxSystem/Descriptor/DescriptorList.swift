import Glibc

/// Open file descriptors with one owner, in the order in which they were
/// added; all are closed when the owner lets go. An array cannot hold values
/// that have a single owner, so the numbers are kept instead.
public struct DescriptorList: ~Copyable, Sendable {
    /// The numbers, for calls that this module does not wrap. They are valid
    /// only while the list is.
    public private(set) var numbers: [CInt] = []

    /// An empty list.
    public init() {}

    deinit {
        for number in numbers { close(number) }
    }

    /// Takes ownership of one more descriptor.
    public mutating func append(_ descriptor: consuming Descriptor) {
        numbers.append(descriptor.release())
    }

    /// Takes over all that the other list owns.
    public mutating func append(contentsOf other: consuming DescriptorList) {
        numbers += other.numbers
        other.numbers = []
    }

    /// Whether nothing is left in it.
    public var isEmpty: Bool { numbers.isEmpty }

    /// Lets go of the first one without closing it.
    mutating func removeFirst() -> CInt { numbers.removeFirst() }
}
