/// Any text as a store's URL, and as the password of one: nothing crashes, a password that is written as URLs want it
/// comes back, none is ever shown, and no zero byte goes on.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzURL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  _ = shown(text)
  let secret = "hush-Hush-hush"
  let scalars = text.unicodeScalars
  let half = scalars.index(scalars.startIndex, offsetBy: scalars.count / 2)
  for scheme in ["postgresql://", "postgres://", "postgresql+psycopg://", "mysql://", "postgresql:", ""] {
    let url = "\(scheme)ann:\(text[..<half])\(secret)\(text[half...])@db.example.org/x"
    if holds(shown(url), secret) { fail("shown: \(shown(url))", bytes) }
  }
  guard !bytes.isEmpty, !text.utf8.contains(0) else { return 0 }
  let encoded = text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  for url in ["postgresql://ann:\(encoded)@db/x", "postgresql://ann@db/x?password=\(encoded)"] {
    guard let address = try? StoreURL(url).address as? PostgreSQLAddress,
      address.parameters["password"] == text,
      address.parameters["host"] == "db", address.parameters["dbname"] == "x"
    else { fail("not read as a password: \(url)", bytes) }
    if holds(address.redacted, encoded) { fail("shown: \(address.redacted)", bytes) }
  }
  return 0
}

/// All that is ever shown of a URL, be it understood or not.
private func shown(_ text: String) -> String {
  do {
    let url = try StoreURL(text)
    let isWhole =
      switch url.address {
      case let server as PostgreSQLAddress: server.parameters.allSatisfy { !$0.value.utf8.contains(0) }
      case let file as SQLiteAddress: !file.path.utf8.contains(0)
      default: true
      }
    // A library in C would end there.
    if !isWhole { fail("a zero byte is in \(url.redacted)", Array(text.utf8)) }
    return url.redacted
  } catch {
    guard case .badURL(let url, let reason) = error else { fail("\(error)", Array(text.utf8)) }
    return url + " " + reason
  }
}

/// Whether `part` is in `text`, byte by byte: without what is tried here.
private func holds(_ text: String, _ part: String) -> Bool {
  let (text, part) = (text.utf8, part.utf8)
  return text.indices.contains { text[$0] == part.first && text[$0...].starts(with: part) }
}
