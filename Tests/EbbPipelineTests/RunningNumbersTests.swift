import EbbModel
import Testing

@testable import EbbPipeline

@Suite("RunningNumbers")
struct RunningNumbersTests {
  /// A row without a file name for each name, and the tasks' numbers.
  private struct Names: Sendable, CustomTestStringConvertible {
    var names: [String]
    var tasks: ClosedRange<Int>
    /// What they are without their numbers, "dose 1" for `dose0001`.
    var split: [String]
    var testDescription: String { names.joined(separator: ", ") }

    init(_ names: [String], _ tasks: ClosedRange<Int>, _ split: [String]) {
      self.names = names
      self.tasks = tasks
      self.split = split
    }
  }

  private static let names = [
    Names(["dose0001", "dose0002"], 1...2, ["dose 1", "dose 2"]),
    Names(["dose0000", "dose0001"], 0...1, ["dose 0", "dose 1"]),
    Names(["dose_0001", "dose__0002"], 1...2, ["dose 1", "dose 2"]),
    Names(["dose0001", "dose0002"], 0...1, ["dose0001", "dose0002"]),
    Names(["dose0001"], 1...1, ["dose0001"]),
    Names(["dose001", "dose002"], 1...2, ["dose001", "dose002"]),
    Names(["dose0001", "let0002"], 1...2, ["dose0001", "let0002"]),
    Names(["0001", "0002"], 1...2, ["0001", "0002"]),
    Names(["_0001", "_0002"], 1...2, ["_ 1", "_ 2"]),
    Names(
      ["dose\u{661}\u{661}\u{661}\u{661}", "dose0001"], 1...2,
      ["dose\u{661}\u{661}\u{661}\u{661}", "dose0001"]),
    Names(["", "_", "___"], 1...2, ["", "_", "___"]), Names(["dose_", "let"], 1...2, ["dose", "let"]),
    Names(["dose20240001", "dose20240002"], 1...2, ["dose2024 1", "dose2024 2"]),
  ]

  @Test("a number at a name's end is a task's where names differ in such numbers alone", arguments: names)
  private func splitNames(names: Names) {
    let rows = names.names.enumerated().map { index, name in
      EstimatorRow(
        id: EstimatorID(Int64(index)), simulationID: SimulationID(1), name: name, fileName: nil,
        compressedMetadata: nil)
    }
    #expect(split(rows, tasks: names.tasks) == names.split)
  }

  @Test(
    "the number in a file's name is what follows the estimator's",
    arguments: [
      ("dose", "dose_0003", "dose 3"), ("dose_", "dose_0003", "dose 3"), ("dose", "dose0003", "dose 3"),
      ("dose", "dose", "dose"), ("dose", "dose_", "dose"), ("dose", "let_0003", "dose"),
      ("dose", "dose_3", "dose 3"), ("dose", "dose_12345", "dose 12345"), ("dose", "dose_00a3", "dose"),
      ("dose", "dose_99999999999999999999", "dose"), ("dose_1", "dose_1_0003", "dose_1 3"),
      ("dose", "", "dose"),
      ("dose", "dose_-1", "dose"), ("dose", "dose_+1", "dose"),
    ])
  func fileNames(name: String, file: String, expected: String) {
    let row = EstimatorRow(
      id: EstimatorID(1), simulationID: SimulationID(1), name: name, fileName: file,
      compressedMetadata: nil)
    #expect(split([row], tasks: 1...3) == [expected])
  }

  private func split(_ rows: [EstimatorRow], tasks: ClosedRange<Int>) -> [String] {
    let numbers = RunningNumbers(
      rows: rows,
      tasks: tasks.map {
        SimulationTask(
          id: TaskID(Int64($0)), simulationID: SimulationID(1), number: $0, requestedPrimaries: 1,
          simulatedPrimaries: 1,
          state: .completed)
      })
    return rows.map { row in
      let (name, number) = numbers.split(row)
      return number.map { "\(name) \($0)" } ?? name
    }
  }
}
