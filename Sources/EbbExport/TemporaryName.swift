internal import Foundation
internal import Glibc

/// Names of files and folders that are being written. They say by which process, so that a later one can take
/// away what a process that was killed has left.
package enum TemporaryName {
  private static let suffix = ".partial"

  /// Something like ".4711-1x9k2f-1f3k9.partial", which no other process takes: the process, where its number
  /// counts, and a random number.
  static func unique(in folder: String) -> String {
    let random = String(UInt32.random(in: 0 ... .max), radix: 36)
    return "\(folder)/.\(getpid())-\(home ?? "0")-\(random)\(suffix)"
  }

  /// Removes from a folder what processes have left that are surely gone. Those of other machines, of other
  /// containers and from before the machine was started anew are not known to be gone, and theirs stays.
  package static func sweep(_ folder: String) {
    guard let home, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
    for name in names where name.hasPrefix(".") && name.hasSuffix(suffix) {
      let parts = name.dropFirst().dropLast(suffix.count).split(separator: "-")
      guard parts.count == 3, parts[1] == home, let process = pid_t(parts[0]), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  /// Within what process numbers are unique: the running system and the name space of processes.
  private static let home: String? = {
    let system = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    guard let system, let space = systemReadLink("/proc/self/ns/pid") else { return nil }
    // FNV-1a.
    let hash = (system + space).utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 36)
  }()
}
