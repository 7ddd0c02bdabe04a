extension DecodingError {
    /// The failure in one sentence that starts with the field's path:
    /// `linux.namespaces[1].type: cannot initialize …`.
    public var sentence: String {
        switch self {
        case .keyNotFound(let key, let context):
            Self.join(context.codingPath, "the field \"\(key.stringValue)\" is missing")
        case .valueNotFound(_, let context):
            Self.join(context.codingPath, "must not be null")
        case .typeMismatch(let type, let context):
            Self.join(context.codingPath, "must be \(Self.noun(for: type))")
        case .dataCorrupted(let context):
            Self.join(context.codingPath, context.codingPath.isEmpty ? "not valid JSON" : context.debugDescription)
        @unknown default:
            "cannot be decoded"
        }
    }

    private static func join(_ path: [any CodingKey], _ reason: String) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return text.isEmpty ? reason : "\(text): \(reason)"
    }

    private static func noun(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any Collection.Type where !(type is any ExpressibleByDictionaryLiteral.Type): "a list"
        default: "an object"
        }
    }
}
