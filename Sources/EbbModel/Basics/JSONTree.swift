/// A JSON document of a shape that is not known before, such as a project of the editor.
package indirect enum JSONTree: Sendable, Equatable {
  case object([String: JSONTree])
  case array([JSONTree])
  case string(String)
  case number(Double)
  case boolean(Bool)
  case null

  /// A member of an object; `nil` of everything else.
  package subscript(name: String) -> JSONTree? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// A finite number, also one that stands as text.
  package var number: Double? {
    switch self {
    case .number(let number): number.isFinite ? number : nil
    case .string(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
    default: nil
    }
  }

  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// The elements of an array; empty of everything else.
  package var array: [JSONTree] { if case .array(let elements) = self { elements } else { [] } }
}
