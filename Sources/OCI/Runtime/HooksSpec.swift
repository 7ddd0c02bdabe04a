extension RuntimeSpec {
    /// Programs that run at points of the container's life ("POSIX-platform Hooks").
    public struct Hooks: Hashable, Sendable {
        /// Deprecated by the specification, but still to be run.
        public var prestart: [Hook]?
        /// After the namespaces exist, before the root is entered; in the runtime's namespaces.
        public var createRuntime: [Hook]?
        /// Like `createRuntime`, in the container's namespaces.
        public var createContainer: [Hook]?
        /// Before the process is executed; in the container's namespaces.
        public var startContainer: [Hook]?
        /// After the process was started; in the runtime's namespaces.
        public var poststart: [Hook]?
        /// After the container was deleted; in the runtime's namespaces.
        public var poststop: [Hook]?

        public init(
            prestart: [Hook]? = nil, createRuntime: [Hook]? = nil, createContainer: [Hook]? = nil,
            startContainer: [Hook]? = nil, poststart: [Hook]? = nil, poststop: [Hook]? = nil
        ) {
            self.prestart = prestart
            self.createRuntime = createRuntime
            self.createContainer = createContainer
            self.startContainer = startContainer
            self.poststart = poststart
            self.poststop = poststop
        }
    }

    /// One program, which is given the container's state on standard input.
    public struct Hook: Hashable, Sendable {
        /// Absolute.
        public var path: String
        /// As execv(3) takes them: the first is the program's name.
        public var arguments: [String]?
        /// `KEY=VALUE`; absent: none, the runtime's own is not handed on.
        public var environment: [String]?
        /// Seconds, more than zero.
        public var timeout: Int?

        public init(path: String, arguments: [String]? = nil, environment: [String]? = nil, timeout: Int? = nil) {
            self.path = path
            self.arguments = arguments
            self.environment = environment
            self.timeout = timeout
        }
    }
}
