import EbbModel
import Testing

@Suite("ContributionList") struct ContributionListTests {
  private static func list(_ jobs: [(String, [ContributionList.Item])]) -> ContributionList {
    ContributionList(jobs.map { ContributionList.Job(name: $0, items: $1) })
  }

  private static let texts: [([ContributionList.Item], String)] = [
    ([.job], "all"), ([.task(3)], "3"), ([.task(3), .task(1), .task(2)], "1-3"),
    ([.task(1), .task(2), .task(5), .task(7), .task(8)], "1-2,5,7-8"), ([.row(12), .task(0)], "row 12,0"),
    ([.task(.max), .task(.max - 1)], "\(Int.max - 1)-\(Int.max)"),
    ([.task(-3), .task(-2), .task(.min), .task(4)], "\(Int.min),-3--2,4"),
  ]

  @Test("items are written in ranges, and read back", arguments: texts)
  func text(items: [ContributionList.Item], text: String) throws {
    let job = ContributionList.Job(name: "j", items: items)
    #expect(job.text == text)
    #expect(ContributionList.Job(name: "j", text: text) == job)
  }

  @Test(
    "what is no such text is refused",
    arguments: [
      "", "x", "1-", "-", "--", "3-1", "1,,2", "row x", "row ", "1-2-3", "1--2", " 1", "9223372036854775808",
    ])
  func refused(text: String) {
    #expect(ContributionList.Job(name: "j", text: text) == nil)
  }

  @Test("a text may claim any range: it stays one")
  func far() throws {
    let text = "0-99999999999,1-9223372036854775807,3,2-5"
    let job = try #require(ContributionList.Job(name: "j", text: text))
    #expect(job.text == "0-9223372036854775807")
    #expect(job.missingTasks.isEmpty)
  }

  @Test("overlaps are of one job, and a whole job has all its tasks")
  func overlaps() {
    func shared(_ lists: ContributionList...) -> String? {
      ContributionList.overlap(among: lists).map {
        "\($0.first) \($0.second) \($0.shared.name): \($0.shared.text)"
      }
    }
    let tasks = Self.list([("a", [.task(1), .task(2)]), ("b", [.task(1)])])
    #expect(shared(tasks, Self.list([("a", [.task(3)]), ("c", [.task(1)])])) == nil)
    #expect(shared(tasks, Self.list([("b", [.task(1), .task(2)])])) == "0 1 b: 1")
    #expect(shared(tasks, Self.list([("a", [.job])])) == "0 1 a: 1-2")
    #expect(shared(Self.list([("a", [.job])]), Self.list([("a", [.job])])) == "0 1 a: all")
    #expect(shared(Self.list([]), tasks) == nil)
    let row = Self.list([("a", [.row(7)])])
    #expect(shared(tasks, row, Self.list([("a", [.task(9), .row(7)])])) == "1 2 a: row 7")
    let far = Self.list([("a", [.task(0), .task(4_000_000_000)])])
    let claim = ContributionList([ContributionList.Job(name: "a", text: "3-9223372036854775807")!])
    #expect(shared(tasks, far) == nil)
    #expect(shared(tasks, far, claim) == "1 2 a: 4000000000")
  }

  @Test("jobs of many lists are put together, each once")
  func merging() {
    let list = ContributionList(
      Self.list([("a", [.task(1)])]).jobs + Self.list([("b", [.job]), ("a", [.task(4), .row(2)])]).jobs)
    #expect(list == Self.list([("a", [.task(1), .task(4), .row(2)]), ("b", [.job])]))
  }

  @Test("missing are tasks between those that are there, and all others that the job has")
  func missing() {
    func missing(_ items: [ContributionList.Item], of all: String? = nil) -> String {
      ContributionList.Job(name: "a", items: items, allTasks: all.flatMap { TaskNumbers(text: $0) })
        .missingTasks.text
    }
    #expect(missing([.task(1), .task(4)]) == "2-3")
    #expect(missing([.task(1), .task(4_000_000_000)]) == "2-3999999999")
    #expect(missing([.task(1), .task(2)], of: "1-4") == "3-4")
    #expect(missing([.task(2), .task(4)], of: "1-5") == "1,3,5")
    #expect(missing([.task(1), .task(2)], of: "1-2") == "")
    #expect(missing([.job], of: "1-4") == "")
    #expect(missing([.row(1)], of: "1-4") == "")
  }
}
