/// Thrift's compact protocol, as far as Parquet's metadata needs it ("Thrift compact protocol", thrift.apache.org): structs
/// are written field by field, in the order of their numbers.
struct ThriftText {
  private(set) var bytes: [UInt8] = []
  /// The number of the last field of each struct that is open.
  private var lastFields: [Int] = [0]

  private enum Kind: UInt8 {
    case yes = 1
    case no = 2
    case int32 = 5
    case int64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  mutating func field(_ number: Int, _ flag: Bool) { begin(number, flag ? .yes : .no) }

  mutating func field(_ number: Int, int32 value: Int) {
    begin(number, .int32)
    zigzag(value)
  }

  mutating func field(_ number: Int, int64 value: Int) {
    begin(number, .int64)
    zigzag(value)
  }

  mutating func field(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }

  mutating func field(_ number: Int, _ value: [UInt8]) {
    begin(number, .binary)
    binary(value)
  }

  /// A struct whose fields `body` writes.
  mutating func field(_ number: Int, _ body: (inout ThriftText) -> Void) {
    begin(number, .structure)
    structure(body)
  }

  mutating func field(_ number: Int, int32s values: [Int]) {
    begin(number, .list)
    list(.int32, count: values.count)
    for value in values { zigzag(value) }
  }

  mutating func field(_ number: Int, texts: [String]) {
    begin(number, .list)
    list(.binary, count: texts.count)
    for text in texts { binary(Array(text.utf8)) }
  }

  /// A list of structs.
  mutating func field<Element>(
    _ number: Int, _ elements: [Element], _ body: (inout ThriftText, Element) -> Void
  ) {
    begin(number, .list)
    list(.structure, count: elements.count)
    for element in elements { structure { body(&$0, element) } }
  }

  /// The struct that is the whole text.
  static func structure(_ body: (inout ThriftText) -> Void) -> [UInt8] {
    var text = ThriftText()
    body(&text)
    text.bytes.append(0)
    return text.bytes
  }

  private mutating func structure(_ body: (inout ThriftText) -> Void) {
    lastFields.append(0)
    body(&self)
    lastFields.removeLast()
    bytes.append(0)
  }

  private mutating func begin(_ number: Int, _ kind: Kind) {
    let step = number - lastFields[lastFields.count - 1]
    precondition(1...15 ~= step, "fields come in order, and Parquet's have small numbers")
    bytes.append(UInt8(step) << 4 | kind.rawValue)
    lastFields[lastFields.count - 1] = number
  }

  private mutating func list(_ kind: Kind, count: Int) {
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      bytes.append(varint: UInt64(count))
    }
  }

  private mutating func binary(_ value: [UInt8]) {
    bytes.append(varint: UInt64(value.count))
    bytes += value
  }

  private mutating func zigzag(_ value: Int) {
    let value = Int64(value)
    bytes.append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}
