internal import EbbModel
internal import EbbText

extension ExportWarnings {
  /// Adds those that a file states: all but details.
  func add(_ notices: [Notice]) { add(notices.filter { $0.level != .detail }.map(\.text)) }
}
