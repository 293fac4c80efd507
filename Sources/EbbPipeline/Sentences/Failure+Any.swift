internal import EbbExport
internal import EbbFiles
internal import EbbStore
package import EbbText

extension Failure {
  /// Whatever a layer below threw.
  package init(any error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as StoreError: self.init(error)
    case let error as ExportError: self.init(error)
    case let error as IndexError: self.init(error)
    case let error as FileError: self.init(error)
    case is CancellationError: self = .interrupted
    default: self.init(.readingOrWriting, "\(error)")
    }
  }
}
