package import EbbModel

extension TextBlock {
  /// A JSON string (RFC 8259 §7).
  package mutating func append(json text: String) {
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case "\u{0}"..<"\u{20}", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: append(String(scalar))
      }
    }
    append("\"")
  }

  /// A number; `null` where it is not finite, which JSON cannot say.
  package mutating func append(json value: Double) {
    if value.isFinite { append(finite: value) } else { append("null") }
  }

  /// A short array of numbers.
  package mutating func append(json values: [Double]) {
    append("[")
    append(json: values.span)
    append("]")
  }

  package mutating func append(json values: [Int]) {
    append("[" + values.map(String.init).joined(separator: ", ") + "]")
  }

  /// `"key": "text"` after a comma.
  package mutating func append(key: String, json text: String) {
    append(", ")
    append(json: key)
    append(": ")
    append(json: text)
  }

  /// Appends a text that may be absent; then nothing.
  package mutating func append(key: String, json text: String?) {
    if let text { append(key: key, json: text) }
  }

  package mutating func append(key: String, json number: Int64?) {
    guard let number else { return }
    append(", \"\(key)\": \(number)")
  }

  /// An array of texts; nothing where there are none.
  package mutating func append(key: String, json number: Double?) {
    guard let number else { return }
    append(", \"\(key)\": ")
    append(json: number)
  }

  package mutating func append(key: String, json texts: [String]) {
    guard !texts.isEmpty else { return }
    append(", \"\(key)\": [")
    for (index, text) in texts.enumerated() {
      if index > 0 { append(", ") }
      append(json: text)
    }
    append("]")
  }

  /// An object of texts.
  package mutating func append(json metadata: Metadata) {
    append("{")
    for (index, entry) in metadata.entries.enumerated() {
      if index > 0 { append(", ") }
      append(json: entry.name)
      append(": ")
      append(json: entry.value)
    }
    append("}")
  }
}
