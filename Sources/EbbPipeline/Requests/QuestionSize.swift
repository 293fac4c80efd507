/// The number of simulations that one question to the store is about.
///
/// It grows while answers are small, so that a store is walked a few times, however many simulations are asked for,
/// and shrinks where answers are large, so that what is held is bounded by bytes.
struct QuestionSize: Sendable {
  /// The step between questions: the first three reach 64 times the start.
  private static let step = 4

  private(set) var count: Int
  /// The bytes that an answer should have.
  private let byteLimit: Int
  /// The number of answers to come that do not make it grow: after every refusal twice as many, so that most questions
  /// have an answer where simulations are too large to be asked for together.
  private var waits = 0
  private var patience = 1

  init(first count: Int, byteLimit: Int) {
    self.count = count
    self.byteLimit = byteLimit
  }

  /// Takes note of an answer of so many bytes.
  mutating func adapt(toAnswerOf bytes: Int) {
    let room = Double(byteLimit) / Double(max(bytes, 1))
    let growth = waits > 0 ? 1 : Double(Self.step)
    waits = max(0, waits - 1)
    let next = Double(count) * min(room, growth)
    count = max(1, Int(min(next, 0x1p20)))
  }

  /// Takes note of a question about `asked` simulations whose answer was too large or could not be read.
  mutating func shrink(from asked: Int) {
    count = max(1, asked / Self.step)
    patience = min(2 * patience, 64)
    waits = patience
  }
}
