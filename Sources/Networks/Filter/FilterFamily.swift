import Glibc

/// What packets a table of the filter sees.
public enum FilterFamily: UInt8, Hashable, Sendable, CaseIterable {
    /// NFPROTO_INET: both versions.
    case inet = 1
    /// NFPROTO_IPV4 and NFPROTO_IPV6.
    case ip = 2
    case ip6 = 10

    /// nft(8)'s word.
    public var name: String {
        switch self {
        case .inet: "inet"
        case .ip: "ip"
        case .ip6: "ip6"
        }
    }
}

/// Where in a packet's way a chain stands (`enum nf_inet_hooks`).
public enum FilterHook: UInt32, Sendable {
    case prerouting = 0, input, forward, output, postrouting
}

/// What a chain may do.
public enum FilterChainType: String, Sendable {
    case filter, nat, route
}

/// The parts of a packet that an offset counts from (`enum nft_payload_bases`).
public enum PacketHeader: UInt32, Sendable {
    case network = 1, transport = 2
}
