/// Members of an export: what may be missing may also be null.
extension JSONCursor {
  private mutating func takeNull() -> Bool { peek() == UInt8(ascii: "n") && take(word: "null") }

  mutating func stringOrNull() throws(DecodeError) -> String? { takeNull() ? nil : try string() }

  mutating func numberOrNull() throws(DecodeError) -> Double? { takeNull() ? nil : try number() }

  mutating func integerOrNull() throws(DecodeError) -> Int64? {
    guard let number = try numberOrNull() else { return nil }
    guard let integer = Int64(exactly: number) else { throw error(.notANumber) }
    return integer
  }

  mutating func numbersOrNull() throws(DecodeError) -> [Double]? {
    if takeNull() { return nil }
    var isFinite = true
    return try numbers(isFinite: &isFinite)
  }

  mutating func list<Element>(
    of element: (inout JSONCursor) throws(DecodeError) -> Element
  ) throws(DecodeError) -> [Element] {
    var elements: [Element] = []
    try array { (cursor) throws(DecodeError) in elements.append(try element(&cursor)) }
    return elements
  }

  func needed<Value>(_ value: Value?, _ key: String) throws(DecodeError) -> Value {
    guard let value else { throw error(.missing(key)) }
    return value
  }
}
