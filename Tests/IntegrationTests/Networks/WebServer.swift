import TestSupport

/// A real web server in a container, which answers `/name` with its container's name.
enum WebServer: String, CaseIterable {
    case busybox, python, nginx

    /// Its port on the host.
    var port: Int {
        switch self {
        case .busybox: 8081
        case .python: 8082
        case .nginx: 8083
        }
    }

    /// - Parameter directory: of the host, for files that it reads.
    func start(_ skiff: Skiff, in directory: String) throws {
        let options = ["--name", rawValue, "-p", "\(port):80"]
        switch self {
        case .busybox:
            let script = "echo busybox >/tmp/name; exec httpd -f -h /tmp"
            try skiff.run(["run", "-d"] + options + ["busybox", "sh", "-c", script]).succeeded()
        case .python:
            // A socket of version 6 that takes both.
            let script = """
                import http.server as h, os
                os.chdir("/tmp"); open("name", "w").write("python")
                h.ThreadingHTTPServer.request_queue_size = 128
                h.ThreadingHTTPServer.address_family = 10
                h.ThreadingHTTPServer(("::", 80), h.SimpleHTTPRequestHandler).serve_forever()
                """
            try skiff.run(["run", "-d"] + options + ["debian", "python3", "-c", script]).succeeded()
        case .nginx:
            // The host's own, with all of its libraries.
            try HostFile.write(Self.configuration, to: "\(directory)/nginx.conf")
            try skiff.run(
                ["run", "-d"] + options + [
                    "-v", "/usr:/usr:ro", "-v", "\(directory)/nginx.conf:/nginx.conf:ro", "debian",
                    "/usr/sbin/nginx", "-c", "/nginx.conf",
                ]
            ).succeeded()
        }
    }

    private static let configuration = """
        daemon off; user root; worker_processes 1; pid /tmp/nginx.pid; error_log stderr;
        events { worker_connections 512; }
        http {
            access_log /dev/stdout;
            client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
            uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
            server { listen 80; listen [::]:80 ipv6only=on; location = /name { return 200 nginx; } }
        }

        """
}

/// A real web client, which asks again and again, each time by a connection of its own.
struct WebLoad {
    /// Requests a second, over all servers and addresses in turn.
    let rate: Int
    let seconds: Int
    /// Of the host.
    let addresses: [String]

    var count: Int { rate * seconds }

    /// What it prints when each request was answered with the name of its server.
    var success: String { "\(count) requests, 0 failed" }

    var words: [String] {
        let targets = addresses.flatMap { address in
            WebServer.allCases.map { "\(address),\($0.port),\($0.rawValue)" }
        }
        return ["/usr/bin/python3", "-c", Self.client, "\(rate)", "\(count)"] + targets
    }

    /// Late requests are made nevertheless: a slow machine has as many as a fast one.
    private static let client = """
        import http.client, sys, threading, time
        rate, count, targets = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
        numbers, lock, failures, start = iter(range(count)), threading.Lock(), [], time.monotonic()
        def ask(target):
            address, port, name = target.split(",")
            connection = http.client.HTTPConnection(address, int(port), timeout=30)
            connection.request("GET", "/name", headers={"Connection": "close"})
            answer = connection.getresponse()
            text = answer.read().decode().strip()
            connection.close()
            if answer.status != 200 or text != name: raise Exception(f"{answer.status} {text}")
        def work():
            while True:
                with lock: number = next(numbers, None)
                if number is None: return
                time.sleep(max(0, start + number / rate - time.monotonic()))
                target = targets[number % len(targets)]
                try: ask(target)
                except Exception as error: failures.append(f"{target} at {time.monotonic() - start:.1f} s: {error!r}")
        threads = [threading.Thread(target=work) for _ in range(24)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(f"{count} requests, {len(failures)} failed", *failures[:8], sep="\\n", end="")
        """
}
