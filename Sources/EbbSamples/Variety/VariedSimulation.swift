/// A simulation of `VariedStore`, as its rows have it.
struct VariedSimulation: Sendable {
  struct Task: Sendable {
    var number: Int
    var requested: Int
    var simulated: Int
    var state = "COMPLETED"
  }

  /// One result file: a task's or the merged one.
  struct Result: Sendable {
    var name: String
    var fileName: String
    var primaries: Int
    var format = "bdo2019"
    var pages: [VariedPage]
  }

  var id: Int
  var title: String
  /// 1 alice, 2 bob, 3 carol.
  var user = 1
  var isBatch = false
  var inputType = "FILES"
  var simulator = "shieldhit"
  var state = "COMPLETED"
  /// The hours from the first simulation's beginning to its own.
  var hours: Int
  /// The minutes that it took; `nil` for one that has not ended.
  var minutes: Int? = 6
  var tasks: [Task] = []
  var results: [Result] = []
  /// `nil` for a simulation that has no row of an input.
  var input: JSONValue?
  var log: JSONValue?
  /// Whether the data of its rows are NULL.
  var hasNoData = false
}

extension VariedSimulation {
  /// The id that the platform makes of the time and a number.
  var jobID: String {
    let hex = String(id, radix: 16)
    func padded(_ count: Int) -> String { String(repeating: "0", count: count - hex.count) + hex }
    let (day, hour) = dayAndHour(hours)
    return "202503\(day)-\(hour)2653-\(padded(8))-0000-4000-8000-\(padded(12))"
      + (isBatch ? "BATCH" : "DIRECT")
  }

  /// A time so long after the beginning, in UTC.
  func time(minutes: Int = 0) -> SampleRow.Value {
    let (day, hour) = dayAndHour(hours + (26 + minutes) / 60)
    let minute = (26 + minutes) % 60
    return .time("2025-03-\(day) \(hour):\(minute < 10 ? "0" : "")\(minute):53.589793")
  }

  /// The first begins on the fourteenth, in the hour from nine on.
  private func dayAndHour(_ hours: Int) -> (day: String, hour: String) {
    let hour = (9 + hours) % 24
    return ("\(14 + (9 + hours) / 24)", (hour < 10 ? "0" : "") + "\(hour)")
  }
}
