import Glibc
import LinuxSystem

/// Changes of the kernel's packet filter (nf_tables) that are made all at once,
/// or not at all.
public struct FilterTransaction: Sendable {
    private var batch = NetlinkBatch()
    private var setID: UInt32 = 0

    /// nfnetlink's number of the packet filter.
    private static let subsystem: UInt16 = 10

    /// `enum nf_tables_msg_types`.
    enum Kind: UInt16 {
        case newTable = 0, getTable, deleteTable, newChain, getChain, deleteChain, newRule, getRule, deleteRule
        case newSet, getSet, deleteSet, newElement, getElement, deleteElement

        var type: UInt16 { FilterTransaction.subsystem << 8 | rawValue }
    }

    public init() {
        mark(0x10, "begin to change")
    }

    /// Sends it.
    public consuming func commit(by socket: borrowing NetlinkSocket) throws(SystemError) {
        // One that has nothing between its beginning and its end.
        guard batch.count > 1 else { return }
        batch.acknowledgeLast()
        mark(0x11, "change")
        try socket.perform(batch, last: batch.count - 1)
    }

    private mutating func mark(_ type: UInt16, _ operation: String) {
        batch.message(type, [], operation, "the packet filter") { batch in
            Self.header(&batch, family: 0, subsystem: Self.subsystem)
        }
    }

    /// `struct nfgenmsg`.
    static func header(_ batch: inout NetlinkBatch, family: UInt8, subsystem: UInt16 = 0) {
        batch.append(family)
        batch.append(UInt8(0))
        batch.append(subsystem.bigEndian)
    }

    private mutating func message(
        _ kind: Kind, _ flags: NetlinkFlags, _ operation: String, _ subject: String, _ table: FilterTable,
        _ body: (inout NetlinkBatch) -> Void
    ) {
        batch.message(kind.type, flags, operation, "\(subject) of the packet filter's table \(table)") { batch in
            Self.header(&batch, family: table.family.rawValue)
            batch.attribute(1, table.name)
            body(&batch)
        }
    }

    /// - Parameter isNew: one that is there already is an error (EEXIST).
    public mutating func addTable(_ table: FilterTable, comment: String, isNew: Bool = true) {
        message(.newTable, isNew ? [.create, .exclusive] : .create, "make", "all", table) { batch in
            batch.comment(6, 0, comment)
        }
    }

    /// ENOENT: there is none.
    public mutating func deleteTable(_ table: FilterTable) {
        message(.deleteTable, [], "delete", "all", table) { _ in }
    }

    /// A chain that packets come to by themselves; who comes to its end goes on.
    public mutating func addChain(
        _ name: String, type: FilterChainType, hook: FilterHook, priority: Int32, to table: FilterTable,
        comment: String
    ) {
        message(.newChain, .create, "make", "the chain \(name)", table) { batch in
            batch.attribute(3, name)
            batch.nested(4) { batch in
                batch.number(1, hook.rawValue)
                batch.number(2, UInt32(bitPattern: priority))
            }
            batch.attribute(7, type.rawValue)
            batch.comment(12, 0, comment)
        }
    }

    /// A rule at the chain's end.
    public mutating func addRule(
        to chain: String, of table: FilterTable, comment: String, _ expressions: [FilterExpression]
    ) {
        message(.newRule, [.create, .append], "make a rule of", "the chain \(chain)", table) { batch in
            batch.attribute(2, chain)
            batch.nested(4) { batch in
                for expression in expressions { expression.write(to: &batch, family: table.family) }
            }
            batch.comment(7, 0, comment)
        }
    }

    public mutating func addSet(_ set: FilterSet, to table: FilterTable) {
        setID += 1
        let id = setID
        message(.newSet, .create, "make", "the set \(set.name)", table) { batch in
            batch.attribute(2, set.name)
            set.write(to: &batch, id: id)
        }
    }

    /// - Parameter isNew: one that is there already is an error (EEXIST); otherwise only one that stands for
    ///   something else is.
    public mutating func addElements(
        _ elements: [FilterElement], to set: String, of table: FilterTable, isNew: Bool = false
    ) {
        write(elements, .newElement, isNew ? [.create, .exclusive] : .create, "add to", set, of: table)
    }

    /// ENOENT: one of them is not there.
    public mutating func deleteElements(_ elements: [FilterElement], of set: String, of table: FilterTable) {
        write(elements, .deleteElement, [], "remove from", set, of: table)
    }

    private mutating func write(
        _ elements: [FilterElement], _ kind: Kind, _ flags: NetlinkFlags, _ operation: String, _ set: String,
        of table: FilterTable
    ) {
        // An attribute's length has 16 bits.
        for start in stride(from: 0, to: elements.count, by: 256) {
            message(kind, flags, operation, "the set \(set)", table) { batch in
                batch.attribute(2, set)
                batch.nested(3) { batch in
                    for element in elements[start..<min(start + 256, elements.count)] { element.write(to: &batch) }
                }
            }
        }
    }
}

extension FilterElement {
    fileprivate func write(to batch: inout NetlinkBatch) {
        batch.nested(1) { batch in
            batch.nested(1) { $0.attribute(1, key) }
            if !data.isEmpty { batch.nested(2) { $0.attribute(1, data) } }
            if let end { batch.nested(10) { $0.attribute(1, end) } }
        }
    }
}

/// A table of the packet filter.
public struct FilterTable: Hashable, Sendable, CustomStringConvertible {
    public let family: FilterFamily
    public let name: String

    public init(_ family: FilterFamily, _ name: String) {
        self.family = family
        self.name = name
    }

    /// As nft(8) names it.
    public var description: String { "\(family.name) \(name)" }

    /// Whether it is there, and with that comment.
    public func isThere(comment: String, by socket: borrowing NetlinkSocket) throws(SystemError) -> Bool {
        var question = NetlinkBatch()
        question.message(FilterTransaction.Kind.getTable.type, [], "ask for", "the packet filter's table \(self)") {
            FilterTransaction.header(&$0, family: family.rawValue)
            $0.attribute(1, name)
        }
        do throws(SystemError) {
            let answer = try socket.ask(question).first
            let text = answer?.attributes(after: 4).first(6)?.value.dropFirst(2).dropLast()
            return text.map { $0.elementsEqual(comment.utf8) } ?? false
        } catch {
            if error.errno == ENOENT { return false }
            throw error
        }
    }
}
