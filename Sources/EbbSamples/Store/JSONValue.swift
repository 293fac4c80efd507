/// A JSON value, written as Python's `json.dumps` does: `", "` and `": "`, ASCII, other characters escaped.
enum JSONValue {
  case string(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  case numbers([Double])
  case array([JSONValue])
  /// Keys keep their order.
  case object([(String, JSONValue)])

  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .string(let string): Self.write(string, to: &text)
    case .integer(let integer): text += "\(integer)"
    case .number(let number): text += pythonText(number)
    case .bool(let bool): text += bool ? "true" : "false"
    case .numbers(let numbers):
      text += "["
      for (index, number) in numbers.enumerated() {
        if index > 0 { text += ", " }
        text += pythonText(number)
      }
      text += "]"
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, (key, value)) in members.enumerated() {
        if index > 0 { text += ", " }
        Self.write(key, to: &text)
        text += ": "
        value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for unit in string.utf16 {
      switch unit {
      case 0x22: text += "\\\""
      case 0x5c: text += "\\\\"
      case 0x0a: text += "\\n"
      case 0x0d: text += "\\r"
      case 0x09: text += "\\t"
      case 0x20...0x7e: text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let hex = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      }
    }
    text += "\""
  }
}
