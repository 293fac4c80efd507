internal import EbbModel
internal import EbbOperations
internal import EbbText
internal import Foundation

extension Terminal {
  /// Prints an answer in JSON. To a terminal that it would not fit on, it is told what it is and how to have all of it.
  static func print(json text: String) throws(Failure) {
    guard let screen, !screen.holds(text.utf8) else { return try Answer.write(text) }
    try printWays(to: outline(text))
  }

  /// Prints what a terminal is not shown, since it is more than a screen, and the ways to it.
  static func printWays(to contents: String, also way: String? = nil) throws(Failure) {
    let lines =
      TableLayout.lines(contents.printable, width: width ?? 80) + ["It is more than a screen. All of it:"]
    let ways = [way, "> answer.json", "| jq .", "| cat"].compactMap { $0 }.map {
      "  \(CommandLine.shown.printable) \($0)"
    }
    try Answer.write((lines + ways).map { $0 + "\n" }.joined())
  }

  /// A sentence on what a JSON text holds.
  private static func outline(_ text: String) -> String {
    let size = Failure.count(text.utf8.count)
    switch try? JSONSerialization.jsonObject(with: Data(text.utf8)) {
    case let rows as [[String: Any]]:
      let names = (rows.first ?? [:]).keys.sorted()
      return
        "JSON: \(Failure.count(rows.count)) records, \(size) bytes. Each has \(names.joined(separator: ", "))."
    case let object as [String: Any]:
      let members = object.keys.sorted().map { name in
        (object[name] as? [Any]).map { "\(name) (\(Failure.count($0.count)))" } ?? name
      }
      return "JSON: an object of \(size) bytes. It has \(members.joined(separator: ", "))."
    default: return "JSON: \(size) bytes."
    }
  }
}
