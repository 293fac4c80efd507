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
    case let rest = text[separator.upperBound...], rest.unicodeScalars.first != "[",
    let password = rest.firstMatch(of: #/:(?![0-9]{0,5}(?:[\/?,]|$))/#.matchingSemantics(.unicodeScalar))
  {
    shown = text[..<password.range.lowerBound] + ":***"
  }
  if separator != nil, let question = shown.place(of: "?") { shown = shown[..<question] + "?***" }
  let option = #/password\s*=.*/#.ignoresCase().dotMatchesNewlines().matchingSemantics(.unicodeScalar)
  return shown.replacing(option, with: "password=***")
}

/// Whether a text can be what stands before `://`.
func isScheme(_ text: some StringProtocol) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { $0 > 96 && $0 < 123 || $0 > 47 && $0 < 58 || "+-._".utf8.contains($0) }
}
