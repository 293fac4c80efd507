import EbbSamples
import EbbTestSupport
import Foundation
import Testing

/// URLs as people mistype them: whatever is said of them, a password is not in it.
@Suite("Passwords")
struct SecretsTests {
  private static let secret = "hush-Hush-42"

  /// `SECRET` stands for the password. Nothing listens on port 1.
  static let urls = [
    "postgresql://ann:SECRET@127.0.0.1:1/x", "postgresql://ann:a@SECRET@127.0.0.1:1/x",
    "postgresql://ann:SECRET#a@127.0.0.1:1/x", "postgresql://ann:a/SECRET/b@127.0.0.1:1/x",
    "postgresql://ann:%zzSECRET@127.0.0.1:1/x", "postgresql://ann:a SECRET@127.0.0.1:1/x",
    "postgresql://ann:a?SECRET@127.0.0.1:1/x", "postgresql://ann:p@ss?a=SECRET@127.0.0.1:1/x",
    "postgresql://ann:SECRET@127.0.0.1:99999/x", "postgresql://ann:SECRET@127.0.0.1:a:b/x",
    "postgresql://ann:SECRET@[::1/x", "postgresql://ann:\u{301}SECRET@127.0.0.1:1/x",
    "postgresql://ann:SECRET", "postgresql://ann:SECRET/x",
    "postgresql://:SECRET@127.0.0.1:1", "postgresql+foo://ann:SECRET@h/x", "mysql://ann:SECRET@h/x",
    "ann:SECRET@127.0.0.1/x", "postgres//ann:SECRET@127.0.0.1/x", "postgresql:ann:SECRET@127.0.0.1/x",
    "ann:SECRET@h://x", "postgresql+ann:SECRET@h://x", "postgresql://127.0.0.1:1/x?password=SECRET",
    "postgresql://127.0.0.1:1/x?PASSWORD=SECRET", "postgresql://127.0.0.1:1/x?pass%77ord=SECRET",
    "postgresql://127.0.0.1:1/x?sslpassword=SECRET&sslmode=nonsense",
    "postgresql://127.0.0.1:1/x?pass%77ord=SECRET&sslmode", "postgresql://127.0.0.1:1/x?passwd=SECRET",
    "postgresql://ann@127.0.0.1:1/x?password=SECRET&sslmode=nonsense&user=bob",
    "host=127.0.0.1 port=1 password=SECRET", "host=127.0.0.1 port=1 password = 'a SECRET' user=ann",
    "password=SECRET host=127.0.0.1", "sqlite://ann:SECRET@h/x.db",
    "sqlite+pysqlcipher://:SECRET@/x.db?cipher=a",
  ]

  @Test("are in no message, however wrong the URL is", arguments: urls)
  func malformed(url: String) throws {
    let url = url.replacing("SECRET", with: Self.secret)
    let environment: [String: String?] = [
      "PGPASSFILE": "/nowhere", "PGPASSWORD": nil, "PGSERVICE": nil, "PGHOST": nil,
      "PGCONNECT_TIMEOUT": "2",
    ]
    let folder = try TemporaryFolder()
    for arguments in [["list", "simulations", "-v"], ["export", "--all", "-v", "-o", folder.path("out")]] {
      let named = try Program.run(Ebb.path, arguments + ["--db", url], environment: environment)
      let inVariable = try Program.run(
        Ebb.path, arguments, environment: environment.merging(["EBB_DB": url]) { $1 })
      for outcome in [named, inVariable] {
        #expect([64, 69, 77].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
        #expect(
          !(outcome.output + outcome.errors).contains(Self.secret), "\(outcome.output) \(outcome.errors)")
      }
    }
    #expect(try folder.names.isEmpty)
  }

  @Test("are seen by ps in no form that a URL may have", arguments: urls)
  func processes(url: String) throws {
    let url = url.replacing("SECRET", with: Self.secret)
    // The last store is the one that is opened: a server that says nothing keeps ebb waiting while ps looks.
    let server = try SilentServer()
    let script = """
      '\(Ebb.path)' list simulations --db "$1" --db "$2" & child=$!
      sleep 0.5; ps -ww -o args= -p $child; kill -KILL $child; wait $child
      """
    let silent = "postgresql://ann@127.0.0.1:\(server.port)/x?connect_timeout=600"
    let outcome = try Program.run("sh", ["-c", script, "sh", url, silent])
    #expect(outcome.output.contains("list simulations"), "\(outcome.output) \(outcome.errors)")
    #expect(!outcome.output.contains(Self.secret), "\(outcome.output)")
  }

  @Test("are not in what is written, nor in its index")
  func written() throws {
    guard PostgreSQLServer.isPresent else { return }
    let server = try PostgreSQLServer.shared()
    guard let port = server.port else { return }
    let local = try server.createDatabase(sql: try Self.sample())
    let path = try #require(URLComponents(string: local)?.path)
    let url = "postgresql://ebb:\(PostgreSQLServer.password)@127.0.0.1:\(port)\(path)"
    let folder = try TemporaryFolder()
    for format in ["json", "csv", "yaptide", "hdf5"] {
      let outcome = try Ebb.run(
        "export", "--all", "-v", "--keep-going", "-f", format, "-o", folder.path(format), "--db", url)
      #expect(!(outcome.output + outcome.errors).contains(PostgreSQLServer.password), "\(outcome.errors)")
      #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
    }
    let found = try Program.run("grep", ["-rlaF", PostgreSQLServer.password, folder.url.path])
    #expect(found.status == 1, "\(found.output)")
    #expect(try folder.names.count == 4)
  }

  /// The project's sample as PostgreSQL has it.
  private static func sample() throws -> String {
    let folder = try TemporaryFolder()
    try SampleStore().writePostgreSQL(to: folder.path("sample.sql"))
    return try String(contentsOfFile: folder.path("sample.sql"), encoding: .utf8)
  }
}
