/// Any text as it may be shown, understood or not: what may be a password is left out.
///
/// Left out is all from the `:` after a user's name to the last `@`, or to the end where there is no `@` and no port;
/// of a URL's options all, and of other texts what stands after `password=`, since where it ends cannot be known.
/// - Parameter schemes: those of stores. What stands before another one's end may be no scheme at all.
func withoutPassword(_ text: String, schemes: [String]) -> String {
  var shown = text
  let separator = text.range("://")
  let scheme = separator.map { text[..<$0.lowerBound].lowercased() } ?? ""
  let isStore =
    isScheme(scheme) && schemes.contains(String(scheme.prefix { $0 != "+" }))
  // What stands before another scheme's end may be no scheme, but a user's name and the beginning of a password.
  let start = (isStore ? separator?.upperBound : nil) ?? text.startIndex
  if let at = text[start...].unicodeScalars.lastIndex(of: "@"), let colon = text[start..<at].place(of: ":") {
    shown = text[..<colon] + ":***" + text[at...]
  } else if let separator,
    case let rest = text[separator.upperBound...].unicodeScalars, rest.first != "[",
    let colon = rest.indices.first(where: { rest[$0] == ":" && !isPort(rest[$0...].dropFirst()) })
  {
    shown = text[..<colon] + ":***"
  }
  if separator != nil, let question = shown.place(of: "?") { shown = shown[..<question] + "?***" }
  let scalars = shown.unicodeScalars
  let option = scalars.indices.first { isPasswordOption(scalars[$0...]) }
  return option.map { shown[..<$0] + "password=***" } ?? shown
}

/// Whether a port's number, or none, stands at the beginning.
private func isPort(_ text: Substring.UnicodeScalarView) -> Bool {
  let rest = text.dropFirst(text.prefix(5).prefix { "0"..."9" ~= $0 }.count)
  return rest.first.map { "/?,".unicodeScalars.contains($0) } ?? true
}

/// Whether `password=` stands at the beginning, in any case and with blanks before the `=`.
private func isPasswordOption(_ text: Substring.UnicodeScalarView) -> Bool {
  let name = "password".unicodeScalars
  guard let first = text.first, first.value | 32 == name.first?.value else { return false }
  return text.prefix(name.count).elementsEqual(name) { $0.value | 32 == $1.value }
    && text.dropFirst(name.count).first { !$0.properties.isWhitespace } == "="
}

/// Whether a text can be what stands before `://`.
func isScheme(_ text: some StringProtocol) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { $0 > 96 && $0 < 123 || $0 > 47 && $0 < 58 || "+-._".utf8.contains($0) }
}
