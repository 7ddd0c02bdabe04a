/// What the flags of one command fill.
///
///     final class Options: CommandOptions {
///         var force = false
///
///         var flags: [FlagGroup] {
///             [FlagGroup([Flag("force", short: "f", "Kill it first") { self.force = $0 }])]
///         }
///     }
///
/// It is a class so that each flag's closure refers to the one object that is
/// filled: that keeps the flags free of its type.
public protocol CommandOptions: AnyObject, SendableMetatype {
    /// What holds when no flag is given.
    init()
    /// The flags, in the order and under the titles of the help page. Built
    /// only when the command is called, so that the tables of the others cost
    /// nothing.
    var flags: [FlagGroup] { get }
}
