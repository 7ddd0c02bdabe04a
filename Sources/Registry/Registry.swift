// Registry is the only client of the network: it talks to registries by the
// OCI distribution specification. It keeps nothing on disk; Images does.

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// A registry that is talked to.
public struct Registry {
    public static func probe(_ url: String) throws -> UInt {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        defer { try? client.syncShutdown() }
        return try client.get(url: url).wait().status.code
    }
}
