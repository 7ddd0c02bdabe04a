import JSON

extension JSONValue {
    /// As an action prints it: Go's `%v`, and `<no value>` for nothing.
    var shownText: String { self == .null ? "<no value>" : innerText }

    /// As it is printed inside of lists and by functions.
    var innerText: String { Printf.text(format: "%v", [self]) }
}
