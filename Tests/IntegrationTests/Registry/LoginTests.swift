import Glibc
import RegistryFixtures
import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Logging in to a registry")
    struct LoginTests {
        /// A registry that lets in `Account` by password over TLS, and somebody who trusts it.
        private func withAccounts(
            path: String? = nil, _ body: (RealRegistry, RegistryUser) throws -> Void
        ) throws {
            try withTemporaryDirectory { directory in
                let authority = try CertificateAuthority(in: directory)
                try RealRegistry.serve(.init(identity: authority.identity(), access: .account)) { registry in
                    let settings: JSON = [registry.host: ["ca": .string(authority.certificate)]]
                    try RegistryUser.with(settings: settings, path: path) { user in
                        try user.skiff.load(.busybox)
                        try user.skiff.run("tag", "busybox", "\(registry.host)/busybox").succeeded()
                        try body(registry, user)
                    }
                }
            }
        }

        @Test("by password is kept in Docker's file, opens the registry, and ends with logout")
        func password() throws {
            try withAccounts { registry, user in
                let name = "\(registry.host)/busybox"
                try user.skiff.expectRefusal(["push", name], 1, [registry.host, "skiff login"])
                let result = try user.logIn(to: registry.host).succeeded()
                #expect(result.lines.last == "Login Succeeded", "\(result)")
                let secret = "Z29waGVyOmNvcnJlY3QgaG9yc2U="  // gopher:correct horse
                #expect(try user.credentials()["auths"][registry.host]["auth"].string == secret)
                #expect(try HostFile.status(user.credentialFile).st_mode & 0o777 == 0o600)
                try user.skiff.run("push", name).succeeded()
                try user.skiff.run("rmi", name).succeeded()
                try user.skiff.run("pull", name).succeeded()
                try user.skiff.run("logout", registry.host).succeeded()
                #expect(try user.credentials()["auths"][registry.host] == .null)
                try user.skiff.expectRefusal(["pull", name], 1, ["skiff login"])
            }
        }

        @Test("with a wrong password is refused, and keeps what was there")
        func wrongPassword() throws {
            try withAccounts { registry, user in
                let before: JSON = [
                    "auths": ["elsewhere.example": ["auth": "YTpi"]], "psFormat": "table", "unknown": ["to": "us"],
                ]
                try user.write(credentials: before)
                let refusal = try user.logIn(to: registry.host, password: "wrong")
                #expect(refusal.exitCode == 1, "\(refusal)")
                #expect(refusal.errorText.contains(registry.host), "\(refusal)")
                #expect(!refusal.errorText.contains("wrong\n"), "\(refusal)")
                #expect(try user.credentials() == before)
                try user.logIn(to: registry.host).succeeded()
                var after = try user.credentials()
                after["auths"][registry.host] = .null
                #expect(after == before)
            }
        }

        @Test("uses the credentials that docker or skopeo has left")
        func othersFile() throws {
            try withAccounts { registry, user in
                try user.write(credentials: ["auths": [registry.host: ["auth": "Z29waGVyOmNvcnJlY3QgaG9yc2U="]]])
                try user.skiff.run("push", "\(registry.host)/busybox").succeeded()
            }
        }

        @Test("by tokens gets one for what is needed, and may read without an account")
        func tokens() throws {
            try withTemporaryDirectory { directory in
                let identity = try CertificateAuthority(in: directory).identity()
                try TokenServer.serve(signingAs: identity) { server in
                    try RealRegistry.serve(.init(access: .tokens(server))) { registry in
                        // Without TLS the realm has to be named by the user.
                        let settings: JSON = [registry.host: ["realm": .string(server.realm)]]
                        try RegistryUser.with(settings: settings) { user in
                            try user.skiff.load(.busybox)
                            let name = "\(registry.host)/busybox"
                            try user.skiff.run("tag", "busybox", name).succeeded()
                            try user.skiff.expectRefusal(["push", name], 1, [registry.host])
                            try user.logIn(to: registry.host).succeeded()
                            try user.skiff.run("push", name).succeeded()
                            try user.skiff.run("logout", registry.host).succeeded()
                            try user.skiff.run("rmi", name).succeeded()
                            try user.skiff.run("pull", name).succeeded()
                            #expect(server.requests.contains { $0.values(of: "scope") == ["repository:busybox:pull"] })
                        }
                    }
                }
            }
        }

        /// Keeps credentials in the directory that it is in, one file a registry.
        private static let helper = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            echo "$1" >>calls
            case $1 in
            store) cat >secret ;;
            get) if [ -e secret ]; then cat secret; else echo "credentials not found in native keychain"; exit 1; fi ;;
            erase) rm -f secret ;;
            esac
            """

        @Test("by a credential helper keeps nothing in the file")
        func helper() throws {
            try withTemporaryDirectory { programs in
                try HostFile.write(Self.helper, to: "\(programs)/docker-credential-test")
                try Program("/bin/chmod", ["0755", "\(programs)/docker-credential-test"]).run().succeeded()
                try withAccounts(path: programs) { registry, user in
                    try user.write(credentials: ["credsStore": "test"])
                    try user.logIn(to: registry.host).succeeded()
                    #expect(try user.credentials()["auths"][registry.host]["auth"] == .null)
                    let secret = try JSON(parsing: HostFile.text("\(programs)/secret"))
                    #expect(secret["Secret"].string == Account.password)
                    #expect(secret["Username"].string == Account.name)
                    try user.skiff.run("push", "\(registry.host)/busybox").succeeded()
                    try user.skiff.run("logout", registry.host).succeeded()
                    #expect(!HostFile.exists("\(programs)/secret"))
                    #expect(try HostFile.text("\(programs)/calls").hasSuffix("erase"))
                }
            }
        }

        @Test("over TLS that nobody vouches for is refused before any password is sent")
        func untrusted() throws {
            try withTemporaryDirectory { directory in
                let identity = try CertificateAuthority(in: directory).identity()
                try RealRegistry.serve(.init(identity: identity, access: .account)) { registry in
                    try RegistryUser.with { user in
                        let refusal = try user.logIn(to: registry.host)
                        #expect(refusal.exitCode == 1, "\(refusal)")
                        #expect(refusal.errorText.contains("certificate"), "\(refusal)")
                        #expect(try registry.requests().isEmpty)
                    }
                }
            }
        }
    }
}
