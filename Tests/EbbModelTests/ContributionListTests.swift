import EbbModel
import Testing

@Suite("ContributionList") struct ContributionListTests {
  private static func list(_ jobs: [(String, [ContributionList.Item])]) -> ContributionList {
    var list = ContributionList()
    for (name, items) in jobs {
      for item in items { list.add(item, of: name) }
    }
    return list
  }

  private static let texts: [([ContributionList.Item], String)] = [
    ([.job], "all"), ([.task(3)], "3"), ([.task(3), .task(1), .task(2)], "1-3"),
    ([.task(1), .task(2), .task(5), .task(7), .task(8)], "1-2,5,7-8"), ([.row(12), .task(0)], "row 12,0"),
    ([.task(.max), .task(.max - 1)], "\(Int.max - 1)-\(Int.max)"),
  ]

  @Test("items are written in ranges, and read back", arguments: texts)
  func text(items: [ContributionList.Item], text: String) throws {
    let job = ContributionList.Job(name: "j", items: Set(items))
    #expect(job.text == text)
    #expect(ContributionList.Job(name: "j", text: text) == job)
  }

  @Test(
    "what is no such text is refused",
    arguments: [
      "", "x", "1-", "-1", "3-1", "1,,2", "row x", "1-2-3", "0-99999999999", "1-9223372036854775807", " 1",
    ])
  func refused(text: String) {
    #expect(ContributionList.Job(name: "j", text: text) == nil)
  }

  @Test("overlaps are of one job, and a whole job has all its tasks")
  func overlaps() {
    let tasks = Self.list([("a", [.task(1), .task(2)]), ("b", [.task(1)])])
    #expect(tasks.overlap(with: Self.list([("a", [.task(3)]), ("c", [.task(1)])])) == nil)
    #expect(tasks.overlap(with: Self.list([("b", [.task(1), .task(2)])]))?.text == "1")
    #expect(tasks.overlap(with: Self.list([("a", [.job])]))?.text == "1-2")
    #expect(Self.list([("a", [.job])]).overlap(with: Self.list([("a", [.job])]))?.text == "all")
    #expect(Self.list([]).overlap(with: tasks) == nil)
  }

  @Test("merging keeps every job once, and missing tasks are those between")
  func merging() {
    var list = Self.list([("a", [.task(1)])])
    list.merge(Self.list([("b", [.job]), ("a", [.task(4), .row(2)])]))
    #expect(list == Self.list([("a", [.task(1), .task(4), .row(2)]), ("b", [.job])]))
    #expect(list.jobs.map(\.missingTasks) == [[2, 3], []])
  }
}
