/// A message of D-Bus (D-Bus Specification, "Message Format"), little-endian.
struct BusMessage {
    enum Kind: UInt8 {
        case call = 1
        case answer
        case error
        case signal
    }

    var kind: Kind
    var serial: UInt32 = 0
    /// Of an answer: the serial of the call.
    var answers: UInt32?
    var path: String?
    var interface: String?
    var member: String?
    var error: String?
    var destination: String?
    var body: [BusValue] = []

    init(kind: Kind) {
        self.kind = kind
    }

    /// A call of an object's method.
    init(to destination: String, _ path: String, _ interface: String, _ member: String, _ body: [BusValue] = []) {
        kind = .call
        self.destination = destination
        self.path = path
        self.interface = interface
        self.member = member
        self.body = body
    }

    /// The message's bytes.
    var bytes: [UInt8] {
        var content = BusWriter()
        for value in body { content.write(value) }
        var fields: [BusValue] = []
        func add(_ code: UInt8, _ value: BusValue?) {
            if let value { fields.append(.structure([.byte(code), .variant(value)])) }
        }
        add(1, path.map { .path($0) })
        add(2, interface.map { .string($0) })
        add(3, member.map { .string($0) })
        add(4, error.map { .string($0) })
        add(5, answers.map { .uint32($0) })
        add(6, destination.map { .string($0) })
        if !body.isEmpty { add(8, .signature(body.map(\.type).joined())) }
        var writer = BusWriter()
        for value in [.byte(UInt8(ascii: "l")), .byte(kind.rawValue), .byte(0), .byte(1)] as [BusValue] {
            writer.write(value)
        }
        writer.write(.uint32(UInt32(content.bytes.count)))
        writer.write(.uint32(serial))
        writer.write(.array(of: "(yv)", fields))
        writer.align(to: 8)
        return writer.bytes + content.bytes
    }

    /// The fixed part of every header.
    static let prefixLength = 16

    /// How long the message is whose header starts so.
    static func length(prefix: [UInt8]) throws(BusError) -> Int {
        guard prefix.count == prefixLength, prefix[0] == UInt8(ascii: "l"), prefix[3] == 1 else {
            throw .malformed("its header is of another protocol")
        }
        func number(at index: Int) -> Int { prefix[index..<(index + 4)].reversed().reduce(0) { $0 << 8 | Int($1) } }
        let length = prefixLength + (number(at: 12) + 7) / 8 * 8 + number(at: 4)
        guard length <= 16 << 20 else { throw .malformed("it has \(length) bytes") }
        return length
    }

    /// Takes a whole message apart.
    init(parsing bytes: [UInt8]) throws(BusError) {
        var reader = BusReader(bytes)
        let header = try reader.read("yyyyuua(yv)")
        guard case .byte(let type) = header[1], let kind = Kind(rawValue: type), case .uint32(let serial) = header[5],
            case .array(_, let fields) = header[6]
        else { throw .malformed("its header is incomplete") }
        self.init(kind: kind)
        self.serial = serial
        var signature = ""
        for case .structure(let field) in fields {
            guard case .byte(let code) = field[0], case .variant(let value) = field[1] else { continue }
            switch code {
            case 1: path = value.text
            case 2: interface = value.text
            case 3: member = value.text
            case 4: error = value.text
            case 5: if case .uint32(let number) = value { answers = number }
            case 8: signature = value.text ?? ""
            default: break
            }
        }
        try reader.align(to: 8)
        body = try reader.read(signature)
    }
}
