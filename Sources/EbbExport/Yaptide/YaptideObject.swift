internal import EbbModel
internal import EbbText

/// A JSON object being composed: members as they were saved, and such as they lack.
struct YaptideObject {
  private var entries: [Metadata.Entry]

  /// - Parameter saved: names and JSON.
  init(saved: [Metadata.Entry] = []) { entries = saved }

  /// Adds a member that is not there.
  mutating func add(_ name: String, json: String) {
    guard !entries.contains(where: { $0.name == name }) else { return }
    entries.append(Metadata.Entry(name: name, value: json))
  }

  mutating func add(_ name: String, _ text: String?) {
    if let text { add(name, json: Self.json(text)) }
  }

  /// The members without braces: `"a": 1, "b": 2`.
  var members: String {
    entries.map { Self.json($0.name) + ": " + $0.value }.joined(separator: ", ")
  }

  var json: String { "{" + members + "}" }

  /// A text as a JSON string.
  static func json(_ text: String) -> String {
    var block = TextBlock()
    block.append(json: text)
    return String(decoding: block.bytes, as: UTF8.self)
  }
}
