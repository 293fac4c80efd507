private import Foundation

/// A small file system of its own.
package final class SmallDisk {
  /// Whether this process may mount one.
  package static let isPossible = (try? SmallDisk(kilobytes: 4)) != nil

  package let folder: TemporaryFolder

  package init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    let mount = try Program.run(
      "mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.url.path])
    guard mount.status == 0 else { throw Program.Failure(mount.errors) }
  }

  /// Lazily: a process that another test starts may have a file of it open for a moment.
  deinit { _ = try? Program.run("umount", ["--lazy", folder.url.path]) }

  /// The files there that this process has open: each holds its space though it has no name any more.
  package var openFiles: [String] {
    get throws {
      let files = FileManager.default
      return try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
        try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
      }.filter { $0.hasPrefix(folder.url.path) }
    }
  }
}
