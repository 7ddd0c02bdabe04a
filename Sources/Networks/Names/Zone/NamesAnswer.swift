extension DNSResponse {
    /// The answer to a question about a name or an address of containers.
    /// - Parameters:
    ///   - addresses: those of a name, `nil` for one that no container has.
    ///   - name: that of an address, likewise.
    /// - Returns: `nil` for what others are to be asked. A name that is known has
    ///   an answer for every type, if an empty one: were it said not to exist for
    ///   one type, musl's resolver would drop what it learnt of the other.
    public init?<Failure: Error>(
        to query: DNSQuery, addresses: (String) throws(Failure) -> [IPAddress]?,
        name: (IPAddress) throws(Failure) -> String?
    ) throws(Failure) {
        let question = query.question
        guard question.isOfInternet else { return nil }
        if let address = question.name.reversedAddress {
            guard let holder = try name(address), let target = DomainName(holder) else { return nil }
            let isAsked = question.type == .ptr || question.type == .any
            self.init(to: query, .noError, isAsked ? [.name(target)] : [])
            return
        }
        guard let host = question.name.hostName, let found = try addresses(host) else { return nil }
        // Each asker begins with another of several containers.
        let records = found.filter { $0.isAnswer(to: question.type) }.shuffled().map(DNSRecord.address)
        self.init(to: query, .noError, records)
    }
}

extension IPAddress {
    /// Who asks for anything gets addresses (RFC 8482 leaves the choice to us).
    fileprivate func isAnswer(to type: DNSType) -> Bool {
        switch type {
        case .any: true
        case .a: family == .v4
        case .aaaa: family == .v6
        default: false
        }
    }
}
