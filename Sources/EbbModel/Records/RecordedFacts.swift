/// Facts that are known of a simulation, by the topics of its record, in the order in which they were found.
package struct RecordedFacts: Sendable, Equatable {
  package typealias Topic = SimulationRecord.Topic

  /// The most characters of a text: an input may have a line of megabytes.
  private static let longest = 600
  /// The most fields of a topic: an input may have a hundred thousand scorers.
  private static let most = 200

  private var known: [Topic: [SimulationRecord.Field]] = [:]
  /// The fields that were left out beyond those.
  private var leftOut: [Topic: Int] = [:]

  package init() {}

  package func fields(of topic: Topic) -> [SimulationRecord.Field] {
    let fields = known[topic] ?? []
    guard let more = leftOut[topic] else { return fields }
    return fields + [SimulationRecord.Field("Further", "\(more) more, which are left out here", from: nil)]
  }

  /// Adds what is known; a text that is `nil` or blank says nothing.
  package mutating func add(_ topic: Topic, _ label: String, _ text: String?, from origin: String) {
    guard let text, let line = Self.line(text) else { return }
    if known[topic, default: []].count >= Self.most {
      leftOut[topic, default: 0] += 1
      return
    }
    known[topic, default: []].append(
      SimulationRecord.Field(Self.line(label) ?? "(no name)", line, from: origin))
  }

  /// Adds the fields of others whose labels are not here yet.
  package mutating func complete(with other: RecordedFacts) {
    for topic in Topic.allCases {
      let labels = Set((known[topic] ?? []).map(\.label))
      known[topic, default: []] += (other.known[topic] ?? []).filter { !labels.contains($0.label) }
      leftOut[topic] = leftOut[topic] ?? other.leftOut[topic]
    }
  }

  package func has(_ topic: Topic, _ label: String) -> Bool {
    known[topic]?.contains { $0.label == label } ?? false
  }

  /// Leaves a topic out.
  package mutating func leave(_ topic: Topic) {
    known[topic] = nil
    leftOut[topic] = nil
  }

  package func isSilent(on topic: Topic) -> Bool { known[topic]?.isEmpty ?? true }

  /// A text in one line, its words one blank apart, cut where it is long; `nil` where nothing is left.
  static func line(_ text: String) -> String? {
    // Not more is looked at than can be shown.
    let start = text.prefix(4 * longest)
    let words = start.split(whereSeparator: \.isWhitespace).joined(separator: " ").printable
    if words.isEmpty { return nil }
    return words.count > longest || start.endIndex < text.endIndex
      ? String(words.prefix(longest - 1)) + "…" : words
  }

  /// Names in a line, with how many there are: "3: water, air, vacuum"; `nil` of none.
  static func list(_ names: [String], count: Int? = nil) -> String? {
    let count = count ?? names.count
    guard count > 0 else { return nil }
    let shown = names.prefix(30).map { String($0.prefix(60)) }.joined(separator: ", ")
    return "\(count)" + (shown.isEmpty ? "" : ": " + shown) + (count > 30 && !names.isEmpty ? ", …" : "")
  }
}
