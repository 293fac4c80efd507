/// The metadata of an estimator or page: texts by name, in stored order.
///
/// The platform stores every value as a string: `'1666'`, `'[640   1]'`, `"b'DATE: …'"`. Values that
/// are no strings (a number, a list) are kept as their JSON text.
package struct Metadata: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var entries: [Entry]

  package init(_ entries: [Entry] = []) { self.entries = entries }

  /// The value of `name`; of a name that occurs twice, the last, as Python reads it.
  package subscript(name: String) -> String? {
    entries.last { $0.name == name }?.value
  }

  package func integer(_ name: String) -> Int64? {
    self[name].flatMap { Int64($0) }
  }

  /// The numbers of an array that NumPy printed, `"[100.     3.14]"`, or of a single `"27"`.
  package func numbers(_ name: String) -> [Double] {
    guard let text = self[name] else { return [] }
    let words = text.split { $0 == "[" || $0 == "]" || $0 == "," || $0.isWhitespace }
    let numbers = words.compactMap { Double($0) }
    return numbers.count == words.count ? numbers : []
  }
}
