internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// An estimator's rows in words: by their tasks, where all have one, else by their keys.
///
/// Some can be left out. No more rows are looked at than are left out and shown, so that a list for every page of an
/// estimator takes no longer than its pages.
struct RowList {
  private let keys: [String]
  /// The number of each row's task.
  private let tasks: [Int?]
  /// The rows that have one, by their numbers.
  private let byTask: [Int]

  init(_ rows: [StoredEstimator]) {
    keys = rows.map { String($0.row.id.rawValue) }
    let tasks = rows.map { $0.task?.number ?? $0.runningNumber }
    self.tasks = tasks
    byTask = tasks.indices.filter { tasks[$0] != nil }.sorted { tasks[$0] ?? 0 < tasks[$1] ?? 0 }
  }

  /// "tasks 1, 2 and 4", "rows 7, 9".
  /// - Parameter left: the places of the rows that are left out.
  func text(without left: Set<Int> = []) -> String {
    let count = keys.count - left.count
    let counted = byTask.count - left.count { tasks[$0] != nil }
    guard counted == count else {
      let shown = keys.indices.lazy.filter { !left.contains($0) }.prefix(Failure.listed)
      return "row\(count == 1 ? "" : "s") " + Failure.list(shown.map { keys[$0] }, of: count)
    }
    let shown = byTask.lazy.filter { !left.contains($0) }.prefix(maxTasks)
    return taskList(shown.compactMap { tasks[$0] }, of: count)
  }
}
