internal import Foundation
internal import Glibc

/// Names of files and folders that are being written. They say by which process, so that a later one can take
/// away what a process that was killed has left.
package enum TemporaryName {
  private static let suffix = ".partial"

  /// The shard that the current task and its children write for, such as "3of8"; `nil` for none.
  @TaskLocal package static var shard: String?

  /// Something like ".4711-1x9k2f-1f3k9.partial", which no other process takes: the process, where its number
  /// counts, and a random number. In a shard, and then the machine, follow: ".4711-1x9k2f-1f3k9-3of8-node07.partial".
  package static func unique(in folder: String, suffix: String = suffix) -> String {
    let random = String(UInt32.random(in: 0 ... .max), radix: 36)
    let mark = shard.map { "-\($0)-\(machine)" } ?? ""
    return "\(folder)/.\(getpid())-\(home ?? "0")-\(random)\(mark)\(suffix)"
  }

  /// Removes from a folder what processes have left that are surely gone. Those of other machines, of other
  /// containers and from before the machine was started anew are not known to be gone, and theirs stays; but for those
  /// of the same shard, at which one process works at a time: what such a one has left elsewhere is a predecessor's.
  package static func sweep(_ folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where isLeft(name) || isOfPredecessor(name) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  private static func isOfPredecessor(_ name: String) -> Bool {
    guard let shard, let owner = owner(of: name, suffix: suffix), owner.shard.map(String.init) == shard else {
      return false
    }
    return !owner.isHere && home != nil
  }

  /// Whether a name, without its folder, is of a process that is surely gone.
  package static func isLeft(_ name: String, suffix: String = suffix) -> Bool {
    guard let owner = owner(of: name, suffix: suffix), owner.isHere else { return false }
    return kill(owner.process, 0) != 0 && errno == ESRCH
  }

  /// Whether a name is of a process of the running system, whether that is gone or not.
  package static func isOfThisSystem(_ name: String) -> Bool {
    owner(of: name, suffix: suffix)?.isHere == true
  }

  private struct Owner {
    var process: pid_t
    var isHere: Bool
    var shard: Substring?
  }

  private static func owner(of name: String, suffix: String) -> Owner? {
    guard name.hasPrefix("."), name.hasSuffix(suffix) else { return nil }
    let text = name.dropFirst().dropLast(suffix.count)
    let parts = text.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 3 || parts.count == 5, let process = pid_t(parts[0]), process > 0 else { return nil }
    return Owner(
      process: process, isHere: home.map { $0 == parts[1] } ?? false, shard: parts.count == 5 ? parts[3] : nil
    )
  }

  /// The machine's name, for people who find what was left.
  private static let machine: String = {
    let name = (try? String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)) ?? ""
    let plain = name.unicodeScalars.filter {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
    }
    return plain.isEmpty ? "unnamed" : String(String.UnicodeScalarView(plain.prefix(63)))
  }()

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
