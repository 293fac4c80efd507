import EbbModel
import EbbStore
import EbbTestSupport
import Testing

/// Servers that are none, or lie: each question ends with an error, none with a crash, and none never.
@Suite("A PostgreSQL server that lies", .timeLimit(.minutes(2)))
struct LyingServerTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var encryption: [UInt8] = [UInt8(ascii: "N")]
    var bytes: [UInt8] = []
    var flood: [UInt8] = []
    var closes = false
  }

  private static func random(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    return random.randomBytes(count)
  }

  private static let notice = FakeServer.message(
    "N", [UInt8(ascii: "S")] + FakeServer.text("NOTICE") + [UInt8(ascii: "M")] + FakeServer.text("x") + [0])
  private static let authentication = FakeServer.message("R", FakeServer.bytes(0 as Int32))

  /// What is said in place of a welcome.
  static let handshakes = [
    Lie(testDescription: "nothing"), Lie(testDescription: "the end", closes: true),
    Lie(testDescription: "a letter to a request for encryption", encryption: [UInt8(ascii: "X")]),
    Lie(
      testDescription: "noise in place of TLS", encryption: [UInt8(ascii: "S")] + random(4_000, seed: 1)),
    Lie(testDescription: "more than a letter to a request for encryption", encryption: Array("NRRRR".utf8)),
    Lie(testDescription: "half a message", bytes: Array(authentication.prefix(6))),
    Lie(testDescription: "a message that ends early", bytes: Array(authentication.prefix(6)), closes: true),
    Lie(testDescription: "a message of 2 GiB", bytes: FakeServer.message("R", length: .max)),
    Lie(testDescription: "a message of a length below zero", bytes: FakeServer.message("R", length: -1)),
    Lie(testDescription: "an error of 2 GiB", bytes: FakeServer.message("E", length: .max)),
    Lie(testDescription: "an error without an end", bytes: [UInt8(ascii: "E")] + random(64_000, seed: 2)),
    Lie(testDescription: "an unknown way of authentication", bytes: FakeServer.message("R", [0, 0, 0, 99])),
    Lie(
      testDescription: "ways of authentication without an end",
      bytes: FakeServer.message("R", FakeServer.bytes(10 as Int32) + Array("SCRAM".utf8))),
    Lie(
      testDescription: "a parameter without a value",
      bytes: authentication + FakeServer.message("S", Array("server_version".utf8))),
    Lie(testDescription: "a welcome without an end", bytes: authentication, flood: notice),
    Lie(testDescription: "noise", bytes: random(64_000, seed: 3)),
    Lie(testDescription: "noise without an end", flood: random(4_096, seed: 4)),
  ]

  private func address(_ server: FakeServer) throws -> PostgreSQLAddress {
    let url = "postgresql://ann:hush@127.0.0.1:\(server.port)/x?connect_timeout=2&gssencmode=disable"
    guard let address = try StoreURL(url).address as? PostgreSQLAddress else { throw Program.Failure(url) }
    return address
  }

  @Test("in the handshake cannot be reached", arguments: handshakes)
  func handshake(_ lie: Lie) async throws {
    let server = try FakeServer(
      encryption: lie.encryption, greeting: lie.bytes, flood: lie.flood, closes: lie.closes)
    defer { server.end() }
    let address = try address(server)
    let error = await #expect(throws: StoreError.self) {
      try await PostgreSQLStore.open(address, silenceLimitSeconds: 0.2)
    }
    switch error {
    case .notReachable(let url, let reason), .connectionLost(let url, let reason),
      .notPermitted(let url, let reason):
      #expect(!(url + reason).contains("hush"))
      #expect(!reason.isEmpty)
    default: Issue.record("\(String(describing: error))")
    }
  }

  private static let text: Int32 = 25
  private static let bytea: Int32 = 17
  private static let int4: Int32 = 23

  /// What is said in place of the rows of a first question, whose one column is a text, `namespace`.
  static let answers: [Lie] = {
    let column = [(name: "namespace", type: text)]
    let begun = FakeServer.answer(column, [])
    let row = FakeServer.row([Array("public".utf8)])
    let end = FakeServer.message("C", FakeServer.text("SELECT 1")) + FakeServer.ready
    func odd(fields: Int16, length: Int32, of size: Int = 6) -> [UInt8] {
      FakeServer.message(
        "D", FakeServer.bytes(fields) + FakeServer.bytes(length) + [UInt8](repeating: 65, count: size))
    }
    return [
      Lie(testDescription: "nothing"), Lie(testDescription: "the end", closes: true),
      Lie(testDescription: "half a row", bytes: begun + row.prefix(9)),
      Lie(testDescription: "half a row and the end", bytes: begun + row.prefix(9), closes: true),
      Lie(testDescription: "a row of 2 GiB", bytes: begun + FakeServer.message("D", [0, 1], length: .max)),
      Lie(
        testDescription: "a row shorter than its head", bytes: begun + FakeServer.message("D", [0], length: 5)
      ),
      Lie(
        testDescription: "a field longer than its row", bytes: begun + odd(fields: 1, length: 1 << 30) + end),
      Lie(
        testDescription: "a field of a length below NULL's", bytes: begun + odd(fields: 1, length: -7) + end),
      Lie(testDescription: "more fields than columns", bytes: begun + odd(fields: 30_000, length: 6) + end),
      Lie(testDescription: "less fields than columns", bytes: begun + odd(fields: 0, length: 6) + end),
      Lie(
        testDescription: "columns of another number than are described",
        bytes: FakeServer.message("1") + FakeServer.message("2")
          + FakeServer.message("T", FakeServer.bytes(32_000 as Int16) + FakeServer.text("a")) + end),
      Lie(
        testDescription: "another type than was asked for",
        bytes: FakeServer.answer([("namespace", int4)], row) + end),
      Lie(testDescription: "rows without columns", bytes: row + end),
      Lie(testDescription: "no columns and no rows", bytes: FakeServer.ready),
      Lie(testDescription: "no text", bytes: begun + FakeServer.row([[0xff, 0xfe, 0, 0x80]]) + end),
      Lie(testDescription: "a schema of no name", bytes: begun + FakeServer.row([nil]) + end),
      Lie(
        testDescription: "data to copy",
        bytes: FakeServer.message("1") + FakeServer.message("2") + FakeServer.message("H", [0, 0, 0])),
      Lie(
        testDescription: "a wish for data",
        bytes: FakeServer.message("1") + FakeServer.message("2") + FakeServer.message("G", [0, 0, 0])),
      Lie(testDescription: "an error of 2 GiB", bytes: FakeServer.message("E", length: .max)),
      Lie(testDescription: "an error without fields", bytes: FakeServer.message("E", [0]) + FakeServer.ready),
      Lie(
        testDescription: "an error whose fields do not end",
        bytes: FakeServer.message("E", Array("SERROR".utf8))),
      Lie(testDescription: "a letter that there is not", bytes: FakeServer.message("?", [1, 2, 3])),
      Lie(testDescription: "notices without an end", bytes: begun, flood: notice),
      Lie(
        testDescription: "parameters without an end", bytes: begun,
        flood: FakeServer.message("S", FakeServer.text("a") + FakeServer.text("b"))),
      Lie(
        testDescription: "notifications without an end", bytes: begun,
        flood: FakeServer.message("A", [0, 0, 0, 1] + FakeServer.text("a") + FakeServer.text("b"))),
      Lie(
        testDescription: "results without an end", bytes: begun + row,
        flood: FakeServer.message("C", FakeServer.text("SELECT 1"))),
      Lie(testDescription: "noise", bytes: random(64_000, seed: 5)),
      Lie(
        testDescription: "noise in a row",
        bytes: begun + FakeServer.message("D", random(5_000, seed: 6)) + end),
    ]
  }()

  @Test("in an answer is an error, within the limit", arguments: answers)
  func answer(_ lie: Lie) async throws {
    let server = try FakeServer(
      answers: [FakeServer.done("BEGIN"), lie.bytes], flood: lie.flood, closes: lie.closes)
    defer { server.end() }
    let address = try address(server)
    let error = await #expect(throws: StoreError.self) {
      try await PostgreSQLStore.open(address, silenceLimitSeconds: 0.2)
    }
    switch error {
    case .connectionLost(let url, let reason), .timedOut(let url, let reason),
      .notReachable(let url, let reason),
      .queryFailed(let url, _, let reason):
      #expect(!(url + reason).contains("hush"))
    case .badValue, .missingTable: break
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test(
    "about reading only is not believed", arguments: [["off", "repeatable read"], ["on", "read committed"]])
  func readWrite(states: [String]) async throws {
    let end = FakeServer.message("C", FakeServer.text("SELECT 1")) + FakeServer.ready
    let server = try FakeServer(answers: [
      FakeServer.done("BEGIN"),
      FakeServer.answer([("namespace", Self.text)], FakeServer.row([Array("public".utf8)])) + end,
      FakeServer.answer(
        [("readonly", Self.text), ("isolation", Self.text)], FakeServer.row(states.map { Array($0.utf8) }))
        + end,
    ])
    defer { server.end() }
    let address = try address(server)
    let error = await #expect(throws: StoreError.self) { try await PostgreSQLStore.open(address) }
    guard case .notReachable(_, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason == "the server begins no transaction that only reads")
  }
}
