import EbbStore
import Testing

@Suite("A store's URL") struct StoreURLTests {
  @Test(
    "that means a SQLite file gives its path",
    arguments: [
      ("real.sqlite", "real.sqlite"), ("/data/real.sqlite", "/data/real.sqlite"),
      ("./a b%20c?.db", "./a b%20c?.db"), ("sqlite:///relative.db", "relative.db"),
      ("sqlite:////var/lib/absolute.db", "/var/lib/absolute.db"), ("SQLite:///x.db", "x.db"),
      ("sqlite+pysqlite:///x.db", "x.db"), ("sqlite:///a%20b.db", "a b.db"),
      ("sqlite:///50%.db", "50%.db"), ("sqlite:///x.db?timeout=5", "x.db"),
      ("sqlite:///C:/x.db", "C:/x.db"), ("sqlite:///\u{600}%41.db", "\u{600}A.db"),
      ("sqlite:///file:x.db", "file:x.db"),
    ])
  func sqlite(text: String, path: String) throws {
    #expect((try StoreURL(text).address as? SQLiteAddress)?.path == path)
    #expect(try StoreURL(text).redacted == path)
  }

  static let addresses: [(text: String, parameters: [String: String], redacted: String)] = [
    ("postgresql://", [:], "postgresql://"),
    ("postgres://db", ["host": "db"], "postgresql://db"),
    (
      "postgresql://ann:pw@db.example.org:5433/yaptide",
      ["user": "ann", "password": "pw", "host": "db.example.org", "port": "5433", "dbname": "yaptide"],
      "postgresql://ann:***@db.example.org:5433/yaptide"
    ),
    (
      "postgresql+psycopg://ann:p%40s%2Fs%25@db/x",
      ["user": "ann", "password": "p@s/s%", "host": "db", "dbname": "x"], "postgresql://ann:***@db/x"
    ),
    (
      "postgresql+psycopg2://ann:a/b:c@d#e@db/x",
      ["user": "ann", "password": "a/b:c@d#e", "host": "db", "dbname": "x"],
      "postgresql://ann:***@db/x"
    ),
    (
      "postgresql+asyncpg://ann@[::1]:5432/x?ssl=true",
      ["user": "ann", "host": "::1", "port": "5432", "dbname": "x", "sslmode": "require"],
      "postgresql://ann@[::1]:5432/x?ssl=true"
    ),
    (
      "postgresql:///x?host=/var/run/postgresql&sslmode=disable&password=pw&options=-csearch_path%3Dy",
      [
        "dbname": "x", "host": "/var/run/postgresql", "sslmode": "disable", "password": "pw",
        "options": "-csearch_path=y",
      ],
      "postgresql:///x?host=/var/run/postgresql&sslmode=disable"
    ),
    (
      "postgresql://%2Frun%2Fpg/x", ["host": "/run/pg", "dbname": "x"], "postgresql://%2Frun%2Fpg/x"
    ),
    (
      "postgresql://a:1,b/x?service=s", ["host": "a,b", "port": "1,", "dbname": "x", "service": "s"],
      "postgresql://a:1,b/x?service=s"
    ),
  ]

  @Test("that means PostgreSQL gives libpq's parameters, and hides the password", arguments: addresses)
  func postgreSQL(text: String, parameters: [String: String], redacted: String) throws {
    let address = try #require(StoreURL(text).address as? PostgreSQLAddress)
    #expect(address.parameters == parameters)
    #expect(address.redacted == redacted)
    #expect("\(address)" == redacted)
  }

  @Test(
    "that cannot be understood is an error without its password",
    arguments: [
      "", "sqlite://", "sqlite:///", "sqlite:///:memory:", ":memory:", "sqlite://x.db", "sqlite:x.db",
      "mysql://ann:hush@db/x", "postgresql+nonsense://ann:hush@db/x", "postgresql:ann:hush@db",
      "postgresql://ann:hush@db:port/x", "postgresql://ann:12?hush@db/x", "postgresql://ann:12?hu=hush@db/x",
      "postgresql://db/x?password=hush&sslmode", "host=db user=ann password=hush dbname=x",
      "postgresql://ann:p@ss?a=hush@db/x", "postgresql://ann:hush", "postgresql://ann:hush/x",
      "ann:hush@db/x",
      "postgres//ann:hush@db/x", "ann:hush@db://x", "postgresql+ann:hush@db://x",
      "postgresql://db/x?pass%77ord=hush&sslmode", "postgresql://ann:\u{301}hush@db:x",
      "ann:\u{301}hush\u{301}@\u{301}db",
      "sqlite+x://:hush@/x.db",
      "host=db PassWord = 'hush hush' dbname=x", "http://example.org/", "://", "sqlite:///a%00b",
      "sqlite:///a%00\u{301}b", "postgresql://ann:hush%00\u{301}@db/x", "password=\u{301}hush",
      "PassWord=hush",
      "PostgreSQL:\u{301}ann:hush@db",
    ])
  func bad(text: String) {
    let error = #expect(throws: StoreError.self) { try StoreURL(text) }
    guard case .badURL(let url, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!"\(url) \(reason)".contains("hush"))
    #expect(!reason.isEmpty)
  }
}
