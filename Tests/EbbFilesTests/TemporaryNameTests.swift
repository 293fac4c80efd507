import EbbTestSupport
import Foundation
import Testing

@testable import EbbFiles

@Suite("TemporaryName")
struct TemporaryNameTests {
  /// A name as the process `process` would give it.
  private func name(of process: Int32) throws -> String {
    let own = try #require(TemporaryName.unique(in: "").split(separator: "/").last)
    let parts = own.split(separator: "-")
    return ".\(process)-\(parts[1])-\(parts[2])"
  }

  /// The number of a process that has ended.
  private func gone() throws -> Int32 {
    let outcome = try Program.run("sh", ["-c", "echo $$"])
    return try #require(Int32(outcome.output.split(separator: "\n")[0]))
  }

  @Test("what a process has left that is gone is swept, files and folders")
  func swept() throws {
    let folder = try TemporaryFolder()
    let process = try gone()
    try folder.write("half", to: try name(of: process))
    let inner = try name(of: process)
    try FileManager.default.createDirectory(atPath: folder.path(inner), withIntermediateDirectories: false)
    try folder.write("half", to: inner + "/a.csv")
    TemporaryName.sweep(folder.url.path)
    #expect(try folder.names == [])
  }

  @Test("what is not surely of a process that is gone stays")
  func stays() throws {
    let folder = try TemporaryFolder()
    let process = try gone()
    let names = [
      try name(of: getpid()), try name(of: 1), ".\(process)-elsewhere-x.partial", ".\(process)-x.partial",
      ".x-y-z.partial", ".partial", ".h5.partial", String(try name(of: process).dropFirst()),
      try name(of: process) + "x", try name(of: 0), try name(of: -1),
    ]
    for name in names { try folder.write("", to: name) }
    TemporaryName.sweep(folder.url.path)
    #expect(try folder.names == names.sorted())
    TemporaryName.sweep(folder.path("none"))
  }

  @Test("of the same shard what was left on another machine is swept, of others what is surely left")
  func shards() throws {
    let folder = try TemporaryFolder()
    let process = try gone()
    let own = try TemporaryName.$shard.withValue("3of8") {
      try #require(TemporaryName.unique(in: "").split(separator: "/").last).split(
        separator: "-", maxSplits: 4)
    }
    let home = own[1]
    #expect(own[3] == "3of8")
    let left = [".17-elsewhere-x-3of8-node-7.partial", ".\(process)-\(home)-x-4of8-node-7.partial"]
    let others = [
      ".17-elsewhere-x-4of8-node-7.partial", ".17-elsewhere-x.partial",
      ".\(getpid())-\(home)-x-3of8-node-7.partial",
      ".1-\(home)-x-3of8-node-7.partial",
    ]
    for name in left + others { try folder.write("", to: name) }
    TemporaryName.$shard.withValue("3of8") { TemporaryName.sweep(folder.url.path) }
    #expect(try folder.names == others.sorted())
  }
}
