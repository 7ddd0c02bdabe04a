/// The keys by which somebody who is attached leaves without ending the
/// container: Docker's `--detach-keys`, ctrl-p ctrl-q by default.
public struct DetachKeys: Hashable, Sendable {
    /// The bytes in their order; empty: nobody leaves by keys.
    let bytes: [UInt8]

    /// ctrl-p, ctrl-q.
    public static let standard = DetachKeys(bytes: [0x10, 0x11])

    /// Nobody leaves by keys.
    static let none = DetachKeys(bytes: [])

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Keys separated by commas, each a character or `ctrl-` with a letter or
    /// one of `@ [ \ ] ^ _`. An empty text stands for no keys.
    public init(parsing text: String) throws(InvalidOption) {
        var bytes = [UInt8]()
        for key in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
            guard let byte = Self.byte(of: key) else {
                throw InvalidOption("\"\(key)\" is no key: give characters or ctrl-LETTER, separated by commas")
            }
            bytes.append(byte)
        }
        self.bytes = bytes
    }

    private static func byte(of key: Substring) -> UInt8? {
        if key.utf8.count == 1 { return key.utf8.first }
        guard key.lowercased().hasPrefix("ctrl-"), key.utf8.count == 6, let last = key.utf8.last else { return nil }
        switch last {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return last - 0x60
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "@")...UInt8(ascii: "_"): return last - 0x40
        default: return nil
        }
    }
}

/// Looks for the detach keys in what is typed.
struct DetachFilter {
    private let keys: [UInt8]
    /// How many of the keys have come.
    private var matched = 0
    /// All of them have.
    private(set) var isDetached = false

    init(_ keys: DetachKeys) { self.keys = keys.bytes }

    /// What is to be passed on. The first keys are held back until it is clear
    /// that they were meant for the container.
    mutating func pass(_ typed: ArraySlice<UInt8>) -> [UInt8] {
        guard !keys.isEmpty else { return Array(typed) }
        var passed = [UInt8]()
        for byte in typed where !isDetached {
            if byte != keys[matched] {
                passed += keys[..<matched]
                matched = 0
            }
            if byte == keys[matched] {
                matched += 1
            } else {
                passed.append(byte)
            }
            isDetached = matched == keys.count
        }
        return passed
    }
}
