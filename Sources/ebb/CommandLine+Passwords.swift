internal import Glibc

extension CommandLine {
  /// Overwrites the passwords in URLs among the arguments, where other users' `ps` finds them. What the program itself
  /// has read of them stays.
  static func hidePasswords() {
    // Read before they change.
    _ = arguments
    for index in 0..<Int(argc) {
      guard let argument = unsafe unsafeArgv[index] else { continue }
      let bytes = unsafe UnsafeMutableBufferPointer(start: argument, count: strlen(argument))
      let text = unsafe bytes.map { UInt8(bitPattern: $0) }
      for place in passwords(in: text) { unsafe bytes[place] = CChar(UInt8(ascii: "*")) }
    }
  }

  /// `argument` with each byte of a password in it starred.
  static func withoutPasswords(_ argument: String) -> String {
    var text = Array(argument.utf8)
    for place in passwords(in: text) { text[place] = UInt8(ascii: "*") }
    return String(decoding: text, as: UTF8.self)
  }

  /// Where passwords may stand in `text`: between the `:` after a user's name and the last `@`, and after
  /// `password=`.
  private static func passwords(in text: [UInt8]) -> [Int] {
    guard let scheme = text.firstRange(of: Array("://".utf8)) else { return [] }
    var places: [Int] = []
    if let at = text.lastIndex(of: UInt8(ascii: "@")), scheme.upperBound < at,
      let colon = text[scheme.upperBound..<at].firstIndex(of: UInt8(ascii: ":"))
    {
      places += colon + 1..<at
    }
    for option in text[scheme.upperBound...].ranges(of: Array("password=".utf8)) {
      places += text[option.upperBound...].prefix { $0 != UInt8(ascii: "&") }.indices
    }
    return places
  }
}
