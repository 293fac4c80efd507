/// The requests to the disk, told to whoever listens: tests count by them what an export costs.
package enum FileTrace: Sendable, Equatable {
  /// Bytes handed to the operating system, by all but the HDF5 library.
  case written(bytes: Int)
  /// A wait until a file or folder is on disk.
  case synced

  /// Hears of all that the task and its children ask for.
  @TaskLocal package static var listener: (@Sendable (FileTrace) -> Void)?
}
