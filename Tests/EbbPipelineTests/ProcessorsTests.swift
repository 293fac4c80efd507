import Testing

@testable import EbbPipeline

/// The kernel's files of several machines.
@Suite("Processors of the allocation")
struct ProcessorsTests {
  private static func count(_ files: [String: String], slurm: String? = nil) -> Int {
    Processors(slurm.map { ["SLURM_CPUS_PER_TASK": $0] } ?? [:], text: { files[$0] }).count
  }

  private static let status = [
    "/proc/self/status": "Name:\tebb\nCpus_allowed:\tff\nCpus_allowed_list:\t0-3,7-10\n"
  ]

  @Test("the kernel's mask counts, not the machine")
  func mask() {
    #expect(Self.count(Self.status) == 8)
    #expect(Self.count(["/proc/self/status": "Cpus_allowed_list:\t5\n"]) == 1)
  }

  @Test("Slurm's word lowers it, and nonsense does not")
  func slurm() {
    #expect(Self.count(Self.status, slurm: "3") == 3)
    for word in ["16", "0", "-1", "", "many"] { #expect(Self.count(Self.status, slurm: word) == 8) }
  }

  @Test(
    "a quota lowers it, rounded up, wherever in the tree it is set",
    arguments: [
      ("max 100000", "250000 100000", 3), ("200000 100000", "max 100000", 2),
      ("50000 100000", "max 100000", 1),
      ("max 100000", "max 100000", 8), ("nonsense", "", 8),
    ])
  func second(own: String, outer: String, expected: Int) {
    var files = Self.status
    files["/proc/self/cgroup"] = "0::/slurm/job_1/step_0\n"
    files["/sys/fs/cgroup/slurm/job_1/step_0/cpu.max"] = own + "\n"
    files["/sys/fs/cgroup/slurm/cpu.max"] = outer + "\n"
    #expect(Self.count(files) == expected)
  }

  @Test("a container sees the quota at the root of its tree")
  func container() {
    var files = Self.status
    files["/proc/self/cgroup"] = "0::/\n"
    files["/sys/fs/cgroup/cpu.max"] = "400000 100000\n"
    #expect(Self.count(files) == 4)
  }

  @Test("so does one of the first version", arguments: [("-1", 8), ("300000", 3), ("10000", 1)])
  func first(quota: String, expected: Int) {
    var files = Self.status
    files["/proc/self/cgroup"] = "5:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n1:name=systemd:/\n"
    files["/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_quota_us"] = quota + "\n"
    files["/sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_period_us"] = "100000\n"
    #expect(Self.count(files) == expected)
  }

  @Test("where the kernel says nothing it is what the machine has, 1 or more")
  func nothing() { #expect(Self.count([:]) >= 1) }

  @Test("this process may use 1 or more") func here() { #expect(Processors([:]).count >= 1) }
}
