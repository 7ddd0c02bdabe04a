import JSON

extension JSONValue {
    /// The paths at which the two differ.
    func difference(from other: JSONValue, at path: String = "") -> [String] {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            return Set((mine.members + theirs.members).map(\.key)).sorted().flatMap { key in
                (mine[key] ?? .null).difference(from: theirs[key] ?? .null, at: "\(path).\(key)")
            }
        case (.array(let mine), .array(let theirs)) where mine.count == theirs.count:
            return zip(mine, theirs).enumerated().flatMap { index, pair in
                pair.0.difference(from: pair.1, at: "\(path)[\(index)]")
            }
        default:
            return self == other ? [] : [path]
        }
    }

    /// The same value once for each value within it, which has another type there; with the path of that.
    func spoilt() -> [(path: String, value: JSONValue)] {
        let whole: (path: String, value: JSONValue) =
            if case .array = self { ("", .boolean(true)) } else { ("", .array([])) }
        switch self {
        case .object(let object):
            return [whole]
                + object.members.indices.flatMap { index in
                    object.members[index].value.spoilt().map { path, value in
                        var object = object
                        object.members[index].value = value
                        return (Self.join(Self.step(object.members[index].key), path), .object(object))
                    }
                }
        case .array(let values):
            return [whole]
                + values.indices.flatMap { index in
                    values[index].spoilt().map { path, value in
                        var values = values
                        values[index] = value
                        return (Self.join("[\(index)]", path), .array(values))
                    }
                }
        default: return [whole]
        }
    }

    private static func step(_ key: String) -> String { key.contains(".") ? "[\"\(key)\"]" : key }

    private static func join(_ step: String, _ path: String) -> String {
        path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    }
}
