import JSON

/// Text with actions in double braces that picks what a command prints: what Docker's `--format` takes.
///
///     let template = try Template(parsing: "{{.Name}}: {{join .Tags \", \"}}")
///     let text = try template.render(value)
///
/// The language is that of Go's package text/template with Docker's functions, without named
/// templates: `define`, `template` and `block`. Text becomes a syntax tree (`Syntax`), the tree is
/// walked over a JSON value (`Rendering`), and errors have the words and places that Go gives them,
/// for scripts match them. It never touches the system: it prints nothing and reads no clock.
/// `Commands` calls it.
public struct Template: Sendable {
    /// The text that it was made from.
    let source: String
    let statements: [Statement]

    /// - Throws: the line and what is wrong there.
    public init(parsing source: String) throws(TemplateError) {
        self.source = source
        var parser = Parser(source)
        statements = try parser.parse()
    }

    /// Fills the template in.
    /// - Parameters:
    ///   - value: what `.` stands for.
    ///   - context: how fields and functions are taken.
    /// - Throws: the place of the action that does not fit the value, and why.
    public func render(_ value: JSONValue, _ context: RenderingContext = RenderingContext()) throws(TemplateError)
        -> String
    {
        var renderer = Renderer(source: source, root: value, context: context)
        try renderer.run(statements)
        return renderer.output
    }
}

/// What a template is filled in with, beside its value.
public struct RenderingContext: Sendable {
    /// Fields whose objects are maps with any keys, such as labels: a key that such an object lacks is
    /// no value, while a field that another object lacks is a mistake.
    public var mapFields: Set<String>
    /// The value holds the titles of columns: what functions change of values, they leave alone.
    public var showsTitles: Bool
    /// What is found by a name and a key, as Docker's lists have it: `.Label "stage"`.
    public var lookups: [Lookup]

    /// Texts by keys of anybody's choice; a key that isn't there finds an empty one.
    public struct Lookup: Sendable {
        let name: String
        let texts: [String: String]

        public init(name: String, texts: [String: String]) {
            self.name = name
            self.texts = texts
        }
    }

    public init(mapFields: Set<String> = [], showsTitles: Bool = false, lookups: [Lookup] = []) {
        self.mapFields = mapFields
        self.showsTitles = showsTitles
        self.lookups = lookups
    }
}
