/// The place of an event in the log, as users see it: `c123` is the event with
/// the sequence number 123. `c0` stands before all.
public struct EventCursor: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Not negative.
    public let sequence: Int64

    init(_ sequence: Int64) {
        self.sequence = sequence
    }

    /// `nil` for anything but `c` and digits.
    public init?(parsing text: String) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "c"), !digits.isEmpty, digits.allSatisfy({ 0x30...0x39 ~= $0 }),
            let sequence = Int64(text.dropFirst())
        else { return nil }
        self.sequence = sequence
    }

    public var description: String { "c\(sequence)" }

    public static func < (first: EventCursor, second: EventCursor) -> Bool { first.sequence < second.sequence }
}
