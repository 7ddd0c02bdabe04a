/// What the server sends for one request, step by step: nothing is added,
/// counted or checked.
public struct Answer: Sendable {
    public var steps: [Step]

    /// One thing the server does.
    public enum Step: Sendable {
        case bytes([UInt8])
        /// The bytes again and again until the client hangs up.
        case endless([UInt8])
        /// The bytes that many times.
        case times(Int, [UInt8])
        /// The bytes one by one, with that time before each.
        case drip([UInt8], every: Duration)
        /// Nothing, until the client hangs up.
        case silence
        /// The connection's proper end.
        case end
        /// The connection's end by a reset (RST).
        case reset
    }

    public init(_ steps: [Step]) {
        self.steps = steps
    }

    /// A header with exactly these lines, and steps that follow.
    public static func raw(_ status: Int, _ lines: [String], _ steps: [Step] = []) -> Answer {
        let header = ["HTTP/1.1 \(status) \(reason(status))"] + lines + ["", ""]
        return Answer([.bytes(Array(header.joined(separator: "\r\n").utf8))] + steps)
    }

    /// A proper answer: the body with its length.
    public static func status(_ status: Int, _ lines: [String] = [], body: [UInt8] = []) -> Answer {
        raw(status, ["Content-Length: \(body.count)"] + lines, [.bytes(body)])
    }

    /// A proper answer with a text.
    public static func status(_ status: Int, _ lines: [String] = [], text: String) -> Answer {
        self.status(status, lines, body: Array(text.utf8))
    }

    /// An error as the distribution specification writes it ("Error Codes").
    public static func error(_ status: Int, _ code: String, _ message: String, _ lines: [String] = []) -> Answer {
        self.status(
            status, ["Content-Type: application/json"] + lines,
            text: #"{"errors":[{"code":"\#(code)","message":"\#(message)"}]}"#)
    }

    /// A redirection, as storage services get them.
    public static func redirect(to location: String, status: Int = 307) -> Answer {
        self.status(status, ["Location: \(location)"])
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case ..<300: "OK"
        case ..<400: "Elsewhere"
        case 401: "Unauthorized"
        case 404: "Not Found"
        case 429: "Too Many Requests"
        case ..<500: "Refused"
        default: "Failed"
        }
    }
}
