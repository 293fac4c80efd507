private import Foundation
internal import Glibc

extension CommandLine {
  /// Overwrites the passwords among the arguments, where other users' `ps` finds them. What the program itself has read
  /// of them stays.
  static func hidePasswords() {
    // Read before they change.
    _ = arguments
    var isURL = false
    for index in 0..<Int(argc) {
      guard let argument = unsafe unsafeArgv[index] else { continue }
      let bytes = unsafe UnsafeMutableBufferPointer(start: argument, count: strlen(argument))
      let text = unsafe bytes.map { UInt8(bitPattern: $0) }
      for place in passwords(in: text, isURL: isURL) { unsafe bytes[place] = CChar(UInt8(ascii: "*")) }
      isURL = text == Array("--db".utf8)
    }
  }

  /// `arguments` with each byte of a password in them starred.
  static func withoutPasswords(_ arguments: [String]) -> [String] {
    var isURL = false
    return arguments.map { argument in
      var text = Array(argument.utf8)
      for place in passwords(in: text, isURL: isURL) { text[place] = UInt8(ascii: "*") }
      isURL = argument == "--db"
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// The places in an argument where passwords may stand: between the `:` after a user's name and the last `@`, or the
  /// end where no port is; and in options whose names have "password" in them.
  /// - Parameter isURL: whether it is given as a store's URL, so that it is one even where it does not look so.
  private static func passwords(in argument: [UInt8], isURL: Bool) -> [Int] {
    let named = Array("--db=".utf8)
    let isNamed = argument.starts(with: named)
    let text = isNamed ? argument.dropFirst(named.count) : argument[...]
    let scheme = text.firstRange(of: Array("://".utf8))
    guard isURL || isNamed || scheme != nil else { return [] }
    var places: [Int] = []
    let name = scheme.map { String(decoding: text[..<$0.lowerBound], as: UTF8.self).lowercased() }
    let isStore =
      name?.utf8.allSatisfy { $0 != UInt8(ascii: ":") } ?? false
      && ["sqlite", "postgresql", "postgres"].contains(name?.prefix { $0 != "+" } ?? "")
    let start = (isStore ? scheme?.upperBound : nil) ?? text.startIndex
    let at = text[start...].lastIndex(of: UInt8(ascii: "@"))
    if let at, let colon = text[start..<at].firstIndex(of: UInt8(ascii: ":")) {
      places += colon + 1..<at
    } else if let scheme, let colon = text[scheme.upperBound...].firstIndex(of: UInt8(ascii: ":")),
      !isPort(text[(colon + 1)...]), text[scheme.upperBound] != UInt8(ascii: "[")
    {
      places += colon + 1..<text.endIndex
    }
    return places + passwordOptions(in: text[start...])
  }

  /// Whether a port's number, or none, stands at the beginning.
  private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.prefix { $0 > 47 && $0 < 58 }
    return digits.count <= 5 && (text.dropFirst(digits.count).first.map { "/?,".utf8.contains($0) } ?? true)
  }

  /// The places of the values of options: `&password=…`, the name percent-encoded or not, and `password = …`.
  private static func passwordOptions(in text: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    for option in text.split(whereSeparator: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "&") }) {
      guard let equals = option.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: option[..<equals], as: UTF8.self)
      let decoded = (name.removingPercentEncoding ?? name).lowercased()
      // As it is misspelt, too; the name of a file is none.
      if decoded != "passfile", decoded.contains("pass") || decoded.contains("pwd") {
        places += equals + 1..<option.endIndex
      }
    }
    // libpq's own form: a password may hold blanks, so that all after it may be its.
    let lowercase = text.map { $0 > 64 && $0 < 91 ? $0 | 32 : $0 }
    if let range = lowercase.firstRange(of: Array("password".utf8)) {
      let rest = text[(text.startIndex + range.upperBound)...].drop { $0 == UInt8(ascii: " ") }
      if rest.first == UInt8(ascii: "=") {
        places += rest.indices.dropFirst().filter { text[$0] != UInt8(ascii: "&") }
      }
    }
    return places
  }
}
