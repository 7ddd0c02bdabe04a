import JSON

/// What a registry says about its refusal (OCI distribution specification,
/// "Error Codes"), or a token server (RFC 6749, section 5.2), in one line.
struct ErrorAnswer: CustomStringConvertible {
    /// `MANIFEST_UNKNOWN`, `TOOMANYREQUESTS`; the first of them.
    private(set) var code: String?
    private var message: String?

    /// - Parameter body: the answer's; `nil` if there is no such thing in it.
    init?(_ body: [UInt8]) {
        // Many things answer in the place of a registry; what is no JSON is of no interest.
        guard let object = try? JSONObject(json: JSONValue(parsing: body)) else { return nil }
        if case .array(let errors) = object["errors"], case .object(let first) = errors.first {
            code = Self.text(first["code"])
            message = Self.text(first["message"])
        } else {
            code = Self.text(object["error"])
            message =
                Self.text(object["error_description"]) ?? Self.text(object["details"]) ?? Self.text(object["message"])
        }
        if code == nil, message == nil { return nil }
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard case .string(let text) = value, !text.isEmpty else { return nil }
        return text
    }

    var description: String {
        let code = self.code.map { " (\($0.quotable))" } ?? ""
        return message.map { $0.quotable + code } ?? self.code?.quotable ?? ""
    }
}
