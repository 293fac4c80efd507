internal import Foundation
private import Glibc

/// A PostgreSQL server for the tests of one process: its own, or the one that `EBB_TEST_POSTGRES` names by a
/// URL whose user may create databases.
///
/// Its own one has a folder of its own, a socket there and a port on 127.0.0.1 with passwords. A shell
/// keeps it; when the test process ends, however it does, the shell's input ends, and the shell stops
/// the server and removes the folder, or drops the databases made in the named one.
package final class PostgreSQLServer: Sendable {
  /// Whether there can be one. Says once, in a line, when there cannot.
  package static let isPresent: Bool = {
    if named != nil || binaries != nil { return true }
    print("SKIPPED: tests of PostgreSQL, since neither initdb nor EBB_TEST_POSTGRES is there.")
    return false
  }()

  /// The server, started when it is first asked for.
  package static func shared() throws -> PostgreSQLServer { try started.get() }

  private static let started = Result { try PostgreSQLServer() }

  /// Whether a server of a test's own can be started.
  package static var canStart: Bool { binaries != nil }

  /// A server of a test's own, which it may kill.
  package static func start() throws -> PostgreSQLServer {
    try PostgreSQLServer(own: binaries ?? "", withTLS: false)
  }

  /// A server that speaks TLS, and over TCP nothing else. Its certificate, for `localhost`, is signed by an
  /// authority that nobody knows: see `authority`.
  package static func startWithTLS() throws -> PostgreSQLServer {
    try PostgreSQLServer(own: binaries ?? "", withTLS: true)
  }

  /// The file of the certificate of the authority that signed the server's.
  package var authority: String { (socket ?? "") + "/authority.crt" }

  /// Ends the server as a crash would.
  package func kill() throws { try keeper.tell("kill") }

  /// The password of the user `ebb`, who owns all there is in the tests' own server.
  package static let password = "s3cr3t-w0rd"

  /// `socket` is a folder, `nil` for a named server.
  package let socket: String?
  package let port: Int?
  /// The URL of the database that others are made from.
  private let base: URLComponents
  private let keeper: Keeper

  private static let named = ProcessInfo.processInfo.environment["EBB_TEST_POSTGRES"].flatMap {
    $0.isEmpty ? nil : $0
  }

  /// The newest folder that has `initdb` in it.
  private static let binaries: String? = {
    let files = FileManager.default
    let versions = (try? files.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let packaged = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map {
      "/usr/lib/postgresql/\($0)/bin"
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return (packaged + path.split(separator: ":").map(String.init)).first {
      files.isExecutableFile(atPath: $0 + "/initdb")
    }
  }()

  private convenience init() throws {
    if let named = Self.named {
      try self.init(named: named)
    } else {
      try self.init(own: Self.binaries ?? "", withTLS: false)
    }
  }

  private init(named: String) throws {
    guard let url = URLComponents(string: named) else { throw Failure("EBB_TEST_POSTGRES is no URL") }
    keeper = try Keeper(Self.dropping, ["sh", named], user: nil)
    (base, socket, port) = (url, nil, nil)
  }

  private init(own binaries: String, withTLS: Bool) throws {
    // PostgreSQL refuses to run as root.
    let user = getuid() == 0 ? "postgres" : nil
    keeper = try Keeper(
      Self.keeping, ["sh", binaries, Self.password, withTLS ? "tls" : ""], user: user)
    let answer = try keeper.line().split(separator: " ").map(String.init)
    guard answer.count == 2, let port = Int(answer[1]) else {
      throw Failure("PostgreSQL did not start: " + answer.joined(separator: " "))
    }
    var url = URLComponents()
    (url.scheme, url.host, url.path) = ("postgresql", "", "/postgres")
    (url.user, url.queryItems) = (
      "ebb", [URLQueryItem(name: "host", value: answer[0]), URLQueryItem(name: "port", value: answer[1])]
    )
    (base, socket, self.port) = (url, answer[0], port)
  }

  /// The URL of a new database, in which `sql` was run.
  package func createDatabase(sql: String = "") throws -> String {
    let name = "ebb_test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    try run("CREATE DATABASE \"\(name)\"", on: base.string ?? "")
    try keeper.tell(name)
    let url = self.url(ofDatabase: name)
    if !sql.isEmpty { try run(sql, on: url) }
    return url
  }

  /// The URL of a new database, in which the SQL of a file was run.
  package func createDatabase(file: String) throws -> String {
    let url = try createDatabase()
    try Self.psql([url, "-f", file])
    return url
  }

  /// The URL of the database with that name.
  package func url(ofDatabase name: String) -> String {
    var url = base
    url.path = "/" + name
    return url.string ?? ""
  }

  /// The URL of a database with `reference/real.pg.sql` in it, which is loaded once.
  package static func loadReference() throws -> String { try reference.get() }

  private static let reference = Result { try shared().createDatabase(file: Reference.path("real.pg.sql")) }

  /// Runs `sql` on the database at `url`; a text of several statements is one transaction.
  package func run(_ sql: String, on url: String) throws {
    try Self.psql([url], input: sql)
  }

  /// The first value that `sql` answers with on the database at `url`.
  package func answer(_ sql: String, on url: String) throws -> String {
    let outcome = try Program.run("psql", ["-X", "-A", "-t", "-c", sql, url])
    guard outcome.status == 0 else { throw Failure(outcome.errors) }
    return String(outcome.output.prefix { $0 != "\n" })
  }

  /// Starts a server on a port that is free and prints its folder and port. `$1` is where initdb is, `$2` the
  /// password of the user `ebb`, `$3` is `tls` for a server that speaks it.
  private static let keeping = """
    PATH="$1:$PATH"; umask 077
    folder=$(mktemp -d --suffix=.ebb-postgresql) || exit 1
    trap 'rm -rf "$folder"' EXIT
    printf '%s' "$2" > "$folder/password"
    initdb -D "$folder/data" -U ebb --auth-local=trust --auth-host=scram-sha-256 --no-sync \
      --pwfile="$folder/password" -E UTF8 --locale=C.UTF-8 > "$folder/log" 2>&1 \
      || { tail -n 1 "$folder/log"; exit 1; }
    if [ "$3" = tls ]; then
      (
        cd "$folder" || exit 1
        key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        openssl req -x509 $key -days 2 -subj /CN=ebb-test-authority -keyout authority.key \
          -out authority.crt && openssl req $key -subj /CN=localhost -keyout data/server.key \
          -out server.csr && printf 'subjectAltName=DNS:localhost' > names && openssl x509 -req -days 2 \
          -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -extfile names \
          -out data/server.crt && chmod 755 . && chmod 644 authority.crt
      ) > "$folder/log" 2>&1 || { tail -n 1 "$folder/log"; exit 1; }
      printf 'local all all trust\\nhostssl all all 127.0.0.1/32 scram-sha-256\\n' > "$folder/data/pg_hba.conf"
    fi
    for try in 1 2 3 4 5 6 7 8 9; do
      port=$(( 20000 + ($$ * 31 + try * 997) % 40000 ))
      postgres -D "$folder/data" -k "$folder" -p $port -c listen_addresses=127.0.0.1 \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB \
        -c autovacuum=off -c max_connections=400 ${3:+-c ssl=on} > "$folder/log" 2>&1 < /dev/null &
      server=$!
      while kill -0 $server 2> /dev/null; do
        if pg_isready -q -h "$folder" -p $port; then
          echo "$folder $port"
          while read -r line; do [ "$line" != kill ] || kill -QUIT $server; done
          kill -QUIT $server; wait $server
          exit
        fi
        sleep 0.05
      done
    done
    tail -n 1 "$folder/log"
    """

  /// Drops the databases whose names it reads, when there are no more. `$1` is the server's URL.
  private static let dropping = """
    names=; while read -r name; do names="$names $name"; done
    for name in $names; do
      psql -X -q "$1" -c "DROP DATABASE IF EXISTS \\"$name\\" WITH (FORCE)" > /dev/null 2>&1
    done
    """

  private static func psql(_ arguments: [String], input: String = "") throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"] + arguments
    let (stdin, stderr) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = FileHandle.nullDevice
    process.standardError = stderr
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let message = try stderr.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(String(decoding: message, as: UTF8.self)) }
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
  }
}
