import FoundationEssentials
import OCI

/// One `--change` of `import` and `commit`: a Dockerfile instruction that says something
/// about containers, in Docker's syntax.
struct ConfigChange {
    private let text: String
    private let instruction: String
    let arguments: String

    init(_ text: String) throws(ImageError) {
        let trimmed = text.trimmed
        let name = trimmed.prefix { !$0.isWhitespace }
        self.text = text
        instruction = name.uppercased()
        arguments = trimmed.dropFirst(name.count).trimmed
        guard !arguments.isEmpty else { throw refusal("it has the form INSTRUCTION VALUE, as CMD [\"sh\"]") }
    }

    /// Makes the change.
    func apply(to defaults: inout ContainerDefaults) throws(ImageError) {
        switch instruction {
        case "CMD": defaults.command = try command()
        case "ENTRYPOINT": defaults.entrypoint = try command()
        case "ENV":
            for pair in try pairs() {
                let others = (defaults.environment ?? []).filter { !$0.hasPrefix("\(pair.key)=") }
                defaults.environment = others + ["\(pair.key)=\(pair.value)"]
            }
        case "LABEL":
            for pair in try pairs() { defaults.labels = (defaults.labels ?? [:]).setting(pair.key, pair.value) }
        case "USER": defaults.user = try onlyWord()
        case "STOPSIGNAL": defaults.stopSignal = try onlyWord()
        case "WORKDIR":
            let path = try onlyWord()
            let start = defaults.workingDirectory ?? "/"
            defaults.workingDirectory = path.hasPrefix("/") ? path : start + (start.hasSuffix("/") ? "" : "/") + path
        case "EXPOSE":
            for word in try words() {
                defaults.exposedPorts = (defaults.exposedPorts ?? [:]).setting(try port(word), .init())
            }
        case "VOLUME":
            let paths = if let list = try list() { list } else { try words() }
            for path in paths { defaults.volumes = (defaults.volumes ?? [:]).setting(path, .init()) }
        case "HEALTHCHECK": defaults.healthcheck = try healthcheck()
        case "ONBUILD": defaults.onBuild = (defaults.onBuild ?? []) + [try trigger()]
        default:
            throw refusal(
                "there are CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME and WORKDIR"
            )
        }
    }

    /// An instruction for later builds; Docker refuses those that make no sense there.
    private func trigger() throws(ImageError) -> String {
        let name = arguments.prefix { !$0.isWhitespace }.uppercased()
        switch name {
        case "ONBUILD": throw refusal("ONBUILD can't be chained")
        case "FROM", "MAINTAINER": throw refusal("\(name) isn't allowed as a trigger")
        default: return arguments
        }
    }

    func refusal(_ reason: String) -> ImageError {
        .invalid("the change \"\(text)\" is not valid: \(reason)")
    }
}

// MARK: - Arguments

extension ConfigChange {
    private struct Pair {
        let key: String
        let value: String
    }

    /// A JSON list of words, or a line for the shell.
    private func command() throws(ImageError) -> [String] {
        if let list = try list() { list } else { ["/bin/sh", "-c", arguments] }
    }

    /// A JSON list of texts; `nil` when the arguments don't look like one.
    func list() throws(ImageError) -> [String]? {
        guard arguments.hasPrefix("[") else { return nil }
        do {
            return try JSONDecoder().decode([String].self, from: Data(arguments.utf8))
        } catch {
            throw refusal("what starts with [ must be a JSON list of texts in double quotes")
        }
    }

    /// `KEY=VALUE …`, or `KEY VALUE` where the rest is the value.
    private func pairs() throws(ImageError) -> [Pair] {
        let first = arguments.prefix { !$0.isWhitespace }
        if !first.contains("=") {
            let value = arguments.dropFirst(first.count).trimmed
            guard !value.isEmpty else { throw refusal("\(first) has no value") }
            return [Pair(key: String(first), value: value)]
        }
        var pairs = [Pair]()
        for word in try words() {
            guard let equals = word.firstIndex(of: "="), equals > word.startIndex else {
                throw refusal("\(word) has not the form KEY=VALUE")
            }
            pairs.append(Pair(key: String(word[..<equals]), value: String(word[word.index(after: equals)...])))
        }
        return pairs
    }

    private func onlyWord() throws(ImageError) -> String {
        let words = try words()
        guard words.count == 1, let word = words.first else { throw refusal("it takes one value") }
        return word
    }

    /// The arguments, taken apart at white space outside of quotes.
    private func words() throws(ImageError) -> [String] {
        var words = [String]()
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in arguments {
            if isEscaped || character != "\\" && quote != nil && character != quote {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" && quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { throw refusal("a quote or a backslash at its end is left open") }
        return words + (word.map { [$0] } ?? [])
    }

    /// `80` or `80/udp`, as the configuration has it: `80/tcp`.
    private func port(_ word: String) throws(ImageError) -> String {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        let transport = parts.count > 1 ? parts[1].lowercased() : "tcp"
        guard parts.count <= 2, UInt16(parts[0]) ?? 0 > 0, ["tcp", "udp", "sctp"].contains(transport) else {
            throw refusal("\(word) is no port, as 80 or 53/udp is")
        }
        return "\(parts[0])/\(transport)"
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(String(start.reversed()).drop(while: \.isWhitespace).reversed())
    }
}

extension Dictionary {
    fileprivate func setting(_ key: Key, _ value: Value) -> Self {
        var changed = self
        changed[key] = value
        return changed
    }
}
