internal import Synchronization

/// Counts what is asked of the disk, by the task that it is bound to and its children: tests tell by it what an export
/// costs.
package final class FileTrace: Sendable {
  /// The one that counts for the current task.
  @TaskLocal package static var current: FileTrace?

  private let written = Mutex(0)
  private let synced = Mutex(0)

  package init() {}

  /// The bytes handed to the operating system, by all but the HDF5 library.
  package var bytes: Int { written.withLock { $0 } }
  /// The waits until a file or folder is on disk.
  package var syncs: Int { synced.withLock { $0 } }

  func count(bytes: Int) { written.withLock { $0 += bytes } }
  func countSync() { synced.withLock { $0 += 1 } }
}
