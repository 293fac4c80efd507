private import Foundation
private import Glibc

/// A port of 127.0.0.1 that speaks to PostgreSQL's clients what a test tells it to, right or wrong.
///
/// It takes one connection at a time: a request for encryption gets `encryption`, the next message `greeting`, and each
/// that follows the next of `answers`. Then it says nothing, or `flood` again and again, until the client goes.
package final class FakeServer: Sendable {
  package let port: UInt16
  private let listener: Int32

  package init(
    encryption: [UInt8] = [UInt8(ascii: "N")], greeting: [UInt8] = FakeServer.welcome,
    answers: [[UInt8]] = [],
    flood: [UInt8] = [], closes: Bool = false
  ) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(listener, generic, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, generic, &length) == 0
      }
    }
    guard isReady else { throw Program.Failure("no port for a server") }
    (self.listener, port) = (listener, UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { break }
        Thread.detachNewThread {
          Self.serve(client, encryption: encryption, [greeting] + answers, flood: flood, closes: closes)
          close(client)
        }
      }
      close(listener)
    }
  }

  /// Takes no new connections.
  package func end() { shutdown(listener, Int32(SHUT_RDWR)) }

  private static func serve(
    _ client: Int32, encryption: [UInt8], _ answers: [[UInt8]], flood: [UInt8], closes: Bool
  ) {
    var answers = answers[...]
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while let answer = answers.first {
      let count = unsafe read(client, &buffer, buffer.count)
      guard count > 0 else { return }
      // SSLRequest and GSSENCRequest: 80877103 and 80877104.
      let asksForEncryption = count == 8 && buffer[4...6] == [0x04, 0xd2, 0x16]
      if asksForEncryption {
        guard say(encryption, to: client) else { return }
        continue
      }
      // CancelRequest: 80877102, which gets no answer.
      guard say(answer, to: client) else { return }
      answers = answers.dropFirst()
    }
    if closes { return }
    while !flood.isEmpty, say(flood, to: client) {}
    while unsafe read(client, &buffer, buffer.count) > 0 {}
  }

  private static func say(_ bytes: [UInt8], to client: Int32) -> Bool {
    unsafe send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// A message: its letter, its length, or `length` where that lies, and its body.
  package static func message(_ letter: Character, _ body: [UInt8] = [], length: Int32? = nil) -> [UInt8] {
    [letter.asciiValue ?? 0] + bytes(length ?? Int32(body.count + 4)) + body
  }

  /// A number of 32 bits, or of 16, in network order.
  package static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  package static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

  /// What a server says to a client that it lets in.
  package static let welcome: [UInt8] = {
    var welcome = message("R", [0, 0, 0, 0])
    for (name, value) in [("server_version", "15.0"), ("client_encoding", "UTF8")] {
      welcome += message("S", text(name) + text(value))
    }
    return welcome + message("K", [0, 0, 0, 1, 0, 0, 0, 2]) + ready
  }()

  package static let ready = message("Z", [UInt8(ascii: "T")])

  /// What a server says to a query without rows.
  package static func done(_ tag: String) -> [UInt8] {
    [message("1"), message("2"), message("n"), message("C", text(tag)), ready].flatMap { $0 }
  }

  /// A description of columns: names, and types by their numbers.
  package static func columns(_ columns: [(name: String, type: Int32)]) -> [UInt8] {
    var body = bytes(Int16(columns.count))
    for column in columns {
      body += text(column.name)
      // No table, no number in one.
      body += [0, 0, 0, 0, 0, 0]
      body += bytes(column.type)
      // Of any size, without a modifier, in binary.
      body += [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 1]
    }
    return message("T", body)
  }

  /// A row of values; `nil` is NULL.
  package static func row(_ values: [[UInt8]?]) -> [UInt8] {
    var body = bytes(Int16(values.count))
    for value in values {
      body += bytes(Int32(value?.count ?? -1))
      body += value ?? []
    }
    return message("D", body)
  }

  /// What a server says to a query with rows, up to `rows`, which are whole messages.
  package static func answer(_ columns: [(name: String, type: Int32)], _ rows: [UInt8]) -> [UInt8] {
    [message("1"), message("2"), self.columns(columns), rows].flatMap { $0 }
  }
}
