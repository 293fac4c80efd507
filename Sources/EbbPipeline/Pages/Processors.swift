internal import EbbFiles
internal import EbbModel
internal import Glibc

/// The processors that this process may use: those that it was given, of all that the machine has.
///
/// The least counts of three: the processors that the kernel lets it run on (`sched_setaffinity`, `taskset`, Slurm's
/// task/affinity), the quota of its control group and of those above it (cgroup v2's `cpu.max`, v1's
/// `cpu.cfs_quota_us`; containers and Slurm's task/cgroup set them), and `SLURM_CPUS_PER_TASK`.
package struct Processors: Sendable {
  private let environment: [String: String]
  private let text: @Sendable (String) -> String?

  /// - Parameter text: reads a file of the kernel's; `nil` where there is none.
  package init(
    _ environment: [String: String], text: @escaping @Sendable (String) -> String? = Processors.text
  ) {
    self.environment = environment
    self.text = text
  }

  /// 1 or more.
  package var count: Int {
    let limits = [allowed, quota, slurm].compactMap(\.self)
    return max(1, limits.min() ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Reads a file of the kernel's.
  package static func text(_ path: String) -> String? {
    (try? contents(of: path, atMost: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// How many processors the kernel lets the process run on, as `sched_getaffinity` has it too.
  private var allowed: Int? {
    let line = text("/proc/self/status")?.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    guard let list = line?.split(whereSeparator: { ":\t ".contains($0) }).last else { return nil }
    return TaskNumbers(text: String(list))?.count
  }

  private var slurm: Int? {
    environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The least quota of the process' control groups, in processors, rounded up, so that all of it can be used.
  private var quota: Int? {
    let groups = text("/proc/self/cgroup")?.split(separator: "\n") ?? []
    var quotas: [Int] = []
    for group in groups {
      // "0::/user.slice/job" of v2, "4:cpu,cpuacct:/slurm/job" of v1.
      let parts = group.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[1].isEmpty {
        quotas += folders(to: parts[2], below: "/sys/fs/cgroup").compactMap { folder in
          let words = text(folder + "/cpu.max")?.split(whereSeparator: \.isWhitespace) ?? []
          return words.count == 2 ? Self.processors(Int(words[0]), of: Int(words[1])) : nil
        }
      } else if parts[1].split(separator: ",").contains("cpu") {
        quotas += ["/sys/fs/cgroup/\(parts[1])", "/sys/fs/cgroup/cpu"].flatMap {
          folders(to: parts[2], below: $0)
        }
        .compactMap { folder in
          Self.processors(number(folder + "/cpu.cfs_quota_us"), of: number(folder + "/cpu.cfs_period_us"))
        }
      }
    }
    return quotas.min()
  }

  /// The folder of a group and of those above it; in a container the last may be all that is seen.
  private func folders(to group: Substring, below root: String) -> [String] {
    let names = group.split(separator: "/")
    return (0...names.count).map { root + names.prefix($0).map { "/" + $0 }.joined() }
  }

  private func number(_ path: String) -> Int? {
    text(path)?.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
  }

  /// - Returns: `nil` where there is no limit, which "max" and -1 stand for.
  private static func processors(_ quota: Int?, of period: Int?) -> Int? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return (quota - 1) / period + 1
  }
}
