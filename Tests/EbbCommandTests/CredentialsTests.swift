import EbbTestSupport
import Foundation
import Testing

/// The ways to name a PostgreSQL store and to give a password: URLs, files and libpq's variables.
@Suite("Credentials", .enabled(if: PostgreSQLServer.canStart))
struct CredentialsTests {
  let folder: TemporaryFolder
  /// Where libpq finds nothing unless a test puts it there.
  let plain: [String: String?]
  /// The database's name, and the tests' server.
  let database: String
  let host: String
  let port: String

  init() throws {
    let server = try PostgreSQLServer.shared()
    folder = try TemporaryFolder()
    database = try #require(URLComponents(string: try MadeStore.postgreSQL())?.path).replacing(
      "/", with: "")
    host = try #require(server.socket)
    port = String(try #require(server.port))
    var plain: [String: String?] = ["HOME": folder.url.path, "PGPASSFILE": "/nowhere"]
    for name in [
      "HOST", "PORT", "USER", "PASSWORD", "DATABASE", "SERVICE", "SERVICEFILE", "OPTIONS", "SSLMODE",
      "APPNAME",
    ] { plain["PG" + name] = .some(nil) }
    self.plain = plain
  }

  private static let right = PostgreSQLServer.password
  private static let wrong = "wr0ng-w0rd"

  private func file(_ name: String, _ text: String) throws -> String {
    let path = folder.path(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return path
  }

  private func list(_ url: String, _ environment: [String: String?] = [:]) throws -> Program.Outcome {
    let outcome = try Ebb.run(
      "list", "simulations", "--json", "--limit", "1",
      environment: plain.merging(["EBB_DB": url]) { $1 }.merging(environment) { $1 })
    for secret in [Self.right, Self.wrong] {
      #expect(!(outcome.output + outcome.errors).contains(secret), "a password is never printed")
    }
    return outcome
  }

  @Test("by every form of URL, file and variable the store is opened")
  func forms() throws {
    let tcp = "ebb@127.0.0.1:\(port)/\(database)"
    let withPassword = "ebb:\(Self.right)@127.0.0.1:\(port)/\(database)"
    let passfile = try file("pgpass", "127.0.0.1:\(port):*:ebb:\(Self.right)\n")
    let services = try file(
      "services",
      "[store]\nhost=127.0.0.1\nport=\(port)\ndbname=\(database)\nuser=ebb\npassword=\(Self.right)\n")
    let cases: [(url: String, environment: [String: String?])] = [
      ("postgresql://\(withPassword)", [:]), ("postgres://\(withPassword)", [:]),
      ("postgresql+psycopg://\(withPassword)", [:]), ("postgresql+psycopg2://\(withPassword)", [:]),
      ("postgresql+asyncpg://\(withPassword)", [:]),
      ("postgresql://ebb@/\(database)?host=\(host)&port=\(port)", [:]),
      ("postgresql://ebb@\(host.replacing("/", with: "%2F")):\(port)/\(database)", [:]),
      ("postgresql://%65bb:\(Self.right.replacing("-", with: "%2D"))@127.0.0.1:\(port)/\(database)", [:]),
      ("postgresql://\(withPassword)?sslmode=disable", [:]),
      ("postgresql://\(withPassword)?sslmode=prefer", [:]),
      ("postgresql://\(tcp)", ["PGPASSWORD": Self.right]), ("postgresql://\(tcp)", ["PGPASSFILE": passfile]),
      ("postgresql://\(tcp)?passfile=\(passfile)", [:]),
      ("postgresql://?service=store", ["PGSERVICEFILE": services]),
      ("postgresql://", ["PGSERVICE": "store", "PGSERVICEFILE": services]),
      (
        "postgresql://",
        [
          "PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": "ebb", "PGDATABASE": database,
          "PGPASSWORD": Self.right,
        ]
      ),
      ("postgresql:///\(database)", ["PGHOST": host, "PGPORT": port, "PGUSER": "ebb"]),
      ("postgresql://ebb@127.0.0.1:1,127.0.0.1:\(port)/\(database)", ["PGPASSWORD": Self.right]),
    ]
    for (url, environment) in cases {
      let outcome = try list(url, environment)
      #expect(outcome.status == 0, "\(url) \(environment): \(outcome.errors)")
      #expect(outcome.output.contains("\"id\": 21"))
    }
    // libpq looks for these in the user's own folder too.
    _ = try file(".pgpass", "127.0.0.1:\(port):*:ebb:\(Self.right)\n")
    _ = try file(".pg_service.conf", "[own]\nhost=127.0.0.1\nport=\(port)\ndbname=\(database)\nuser=ebb\n")
    let outcome = try list("postgresql://?service=own", ["PGPASSFILE": nil])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test("that are wrong or missing are refused, with what to do")
  func refusals() throws {
    let tcp = "127.0.0.1:\(port)/\(database)"
    let passfile = try file("pgpass", "127.0.0.1:\(port):*:ebb:\(Self.wrong)\n")
    let cases: [(url: String, environment: [String: String?], status: Int32, says: [String])] = [
      ("postgresql://ebb:\(Self.wrong)@\(tcp)", [:], 77, ["password authentication failed", "PGPASSFILE"]),
      ("postgresql://ebb@\(tcp)", ["PGPASSWORD": Self.wrong], 77, ["password authentication failed"]),
      ("postgresql://ebb@\(tcp)", ["PGPASSFILE": passfile], 77, ["password authentication failed"]),
      ("postgresql://ebb@\(tcp)", [:], 77, ["no password supplied", "PGPASSFILE"]),
      ("postgresql://nobody:\(Self.wrong)@\(tcp)", [:], 77, ["nobody"]),
      ("postgresql://ebb:\(Self.right)@127.0.0.1:\(port)/nosuch", [:], 69, ["\"nosuch\" does not exist"]),
      ("postgresql://ebb:\(Self.right)@127.0.0.1:1/x", [:], 69, ["Connection refused"]),
      ("postgresql://ebb:\(Self.right)@\(tcp)?sslmode=require", [:], 69, ["SSL"]),
      ("postgresql://ebb:\(Self.right)@\(tcp)?sslmode=nonsense", [:], 69, ["sslmode"]),
      ("postgresql://?service=nosuch", [:], 69, ["nosuch"]),
      ("postgresql+psycopg://ebb:\(Self.wrong)@postgresql.invalid/x", [:], 69, ["postgresql.invalid"]),
      ("postgresql://ebb:\(Self.wrong)@127.0.0.1:x/x", [:], 64, ["port"]),
    ]
    for (url, environment, status, says) in cases {
      let outcome = try list(url, environment)
      #expect(outcome.status == status, "\(url): \(outcome.errors)")
      for text in says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("over TLS are taken as sslmode says")
  func encryption() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") else {
      print("SKIPPED: a test of TLS, since there is no openssl.")
      return
    }
    let server = try PostgreSQLServer.startWithTLS()
    let local = try server.createDatabase(file: try MadeStore.script())
    let name = try #require(URLComponents(string: local)?.path)
    let (port, authority) = (try #require(server.port), server.authority)
    let user = "postgresql://ebb:\(Self.right)"
    let cases: [(url: String, status: Int32, says: String)] = [
      ("\(user)@127.0.0.1:\(port)\(name)?sslmode=require", 0, ""),
      ("\(user)@127.0.0.1:\(port)\(name)", 0, ""),
      ("\(user)@127.0.0.1:\(port)\(name)?ssl=true", 0, ""),
      ("\(user)@127.0.0.1:\(port)\(name)?sslmode=verify-ca&sslrootcert=\(authority)", 0, ""),
      (
        "\(user)@localhost:\(port)\(name)?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=\(authority)", 0,
        ""
      ),
      // The certificate is for another name; it is of an authority that nobody knows; the server wants TLS.
      ("\(user)@127.0.0.1:\(port)\(name)?sslmode=verify-full&sslrootcert=\(authority)", 69, "127.0.0.1"),
      ("\(user)@localhost:\(port)\(name)?hostaddr=127.0.0.1&sslmode=verify-full", 69, "root certificate"),
      ("\(user)@127.0.0.1:\(port)\(name)?sslmode=disable", 77, "no encryption"),
    ]
    for (url, status, says) in cases {
      let outcome = try list(url)
      #expect(outcome.status == status, "\(url): \(outcome.errors)")
      #expect(says.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(says), "\(outcome.errors)")
    }
    // Long answers come in the records of TLS, which the socket does not show.
    let exported = try Ebb.run(
      "export", "id:1", environment: plain.merging(["EBB_DB": cases[0].url]) { $1 })
    let expected = try Ebb.run("export", "id:1", environment: ["EBB_DB": local])
    let results = { (text: String) in text.split(separator: "\n").filter { !$0.hasPrefix("\"provenance\"") } }
    let areSame = results(exported.output) == results(expected.output)
    #expect(exported.status == 0 && areSame)
  }

  @Test("that stand in a variable or in an option are not seen by ps", arguments: [true, false])
  func commandLine(inVariable: Bool) throws {
    // A server that says nothing keeps ebb waiting while ps looks. No other test has these passwords.
    let server = try SilentServer()
    let secrets = [UUID().uuidString, UUID().uuidString]
    let place = "@127.0.0.1:\(server.port)/x?connect_timeout=600"
    let url = "postgresql://ebb:\(secrets[0])\(place)&password=\(secrets[1])"
    var seen = ""
    let outcome = try Program.run(
      Ebb.path, ["list", "simulations"] + (inVariable ? [] : ["--db", url]),
      environment: plain.merging(["EBB_DB": inVariable ? url : nil]) { $1 },
      interruptWhen: {
        guard server.hasConnection else { return false }
        seen = (try? Program.run("ps", ["-ww", "-eo", "args="]).output) ?? ""
        return true
      })
    #expect(seen.contains("list simulations"))
    #expect(inVariable || (seen.contains("postgresql://ebb:***") && seen.contains("***" + place)), "\(seen)")
    #expect(outcome.status == 130, "\(outcome.output) \(outcome.errors)")
    for secret in secrets {
      let isUnseen = !(seen + outcome.output + outcome.errors).contains(secret)
      #expect(isUnseen)
    }
  }
}
