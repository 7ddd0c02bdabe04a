import Engine

extension Int {
    /// A whole number that is not below a least value.
    init(option text: String, atLeast least: Int) throws(InvalidOption) {
        guard let number = Int(text), number >= least else {
            throw InvalidOption("must be a whole number, at least \(least)")
        }
        self = number
    }
}
