import CommandLine
import Engine

/// How names are resolved in the container.
extension RunCommand.Options {
    var nameResolution: FlagGroup {
        FlagGroup(
            "Names",
            [
                Flag("dns", value: "ADDRESS...", "Ask this name server instead of the host's") {
                    self.run.names.servers.append(try NameOptions.server(parsing: $0))
                },
                Flag(
                    "dns-search", value: "DOMAIN...", "Search this domain instead of the host's; \".\" searches none"
                ) { self.run.names.searchDomains.append(try NameOptions.searchDomain(parsing: $0)) },
                Flag("dns-option", value: "OPTION...", "Set an option of resolv.conf, such as ndots:2") {
                    self.run.names.options.append(try NameOptions.option(parsing: $0))
                }.alias("dns-opt"),
                Flag(
                    "add-host", value: "NAME:ADDRESS...",
                    "Add a line to the container's /etc/hosts; the address host-gateway is the host's"
                ) { self.run.names.hosts.append(try HostAlias(parsing: $0)) },
                Flag("domainname", value: "NAME", "Set the domain of the host name") {
                    self.run.domainName = $0.isEmpty ? nil : $0
                },
            ])
    }
}
