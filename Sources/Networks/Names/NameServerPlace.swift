/// Where a container asks its own name server.
public enum NameServerPlace {
    /// What resolv.conf(5) names in the container. Docker's own.
    public static let address = IPAddress.v4(0x7f00_000b)
}
