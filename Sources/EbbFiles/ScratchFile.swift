internal import Foundation
internal import Glibc

/// Numbers that are laid aside on disk and read again part by part, in a file without a name: it is gone with this value,
/// and with the process, however that ends. What is asked of it may be asked by several threads at a time.
package final class ScratchFile: Sendable {
  private let file: FileDescriptor

  /// Makes the file in the folder for temporary files (`TMPDIR`, else /tmp).
  /// - Returns: `nil` where that cannot be.
  package convenience init?() { self.init(in: FileManager.default.temporaryDirectory.path) }

  package init?(in folder: String) {
    let path = TemporaryName.unique(in: folder)
    let file = FileDescriptor(systemOpen(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600))
    guard file.isOpen else { return nil }
    systemUnlink(path)
    self.file = file
  }

  /// Lays numbers aside.
  /// - Parameter place: the number of those that lie before them.
  /// - Returns: whether there was room.
  package func write(_ numbers: [Double], at place: Int) -> Bool {
    unsafe numbers.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let start = off_t(place * MemoryLayout<Double>.stride + done)
        let count = unsafe pwrite(
          file.number, bytes.baseAddress?.advanced(by: done), bytes.count - done, start)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  /// Reads numbers that were laid aside; `nil` where the disk does not give them again.
  package func read(_ count: Int, at place: Int) -> [Double]? {
    var isWhole = true
    let numbers = unsafe [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var done = 0
      while done < bytes.count {
        let start = off_t(place * MemoryLayout<Double>.stride + done)
        let count = unsafe pread(
          file.number, bytes.baseAddress?.advanced(by: done), bytes.count - done, start)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        done += count
      }
      isWhole = done == bytes.count
      initialized = isWhole ? count : 0
    }
    return isWhole ? numbers : nil
  }
}
