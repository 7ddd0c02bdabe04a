import Cgroups

extension ByteSize {
    /// The value of an option.
    static func parse(option text: String) throws(InvalidOption) -> UInt64 {
        do { return try parse(text) } catch { throw InvalidOption(error.description) }
    }
}
