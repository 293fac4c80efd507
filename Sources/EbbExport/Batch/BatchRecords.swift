/// The last record that a journal has of each output.
struct BatchRecords: Sendable {
  /// The records of one output: that it is there, and that it is about to be replaced or to appear.
  struct Output: Sendable {
    var done: BatchRecord?
    var writing: BatchRecord?
  }

  /// By the output's name.
  private(set) var outputs: [String: Output] = [:]
  /// Reasons why nothing came out, by job.
  private(set) var leftOut: [String: BatchEntry] = [:]

  var isEmpty: Bool { outputs.isEmpty && leftOut.isEmpty }

  mutating func add(_ record: BatchRecord) {
    guard let output = record.entry.output else {
      leftOut[record.entry.jobID] = record.entry
      return
    }
    switch record.state {
    case .writing: outputs[output, default: Output()].writing = record
    case .done:
      outputs[output] = Output(done: record)
      leftOut[record.entry.jobID] = nil
    }
  }

  /// Takes back that an output is about to appear.
  mutating func abandon(_ output: String) {
    outputs[output]?.writing = nil
    if outputs[output]?.done == nil { outputs[output] = nil }
  }
}
