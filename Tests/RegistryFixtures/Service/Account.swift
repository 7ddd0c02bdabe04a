/// Who may enter the registries that don't let in everybody.
public enum Account {
    public static let name = "gopher"
    public static let password = "correct horse"

    /// The line of htpasswd(1) for it. bcrypt is all that docker-registry takes;
    /// made by `perl -e 'print crypt("correct horse", "\$2y\$04\$abcdefghijklmnopqrstuu")'`.
    static let passwordLine = "\(name):$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
}
