import Archive
import NIOHTTP1

/// A request that is to be sent.
struct HTTPRequest {
    /// What the request carries.
    enum Body {
        case none
        case bytes([UInt8])
        /// As many bytes as the size says are read from the source.
        case stream(any ByteSource, size: Int64)
    }

    var method: HTTPMethod = .GET
    var location: HTTPLocation
    var headers = HTTPHeaders()
    var body: Body = .none
}
