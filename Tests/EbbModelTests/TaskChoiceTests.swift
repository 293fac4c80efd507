import Testing

@testable import EbbModel

@Suite("Choosing tasks")
struct TaskChoiceTests {
  @Test("shares are runs that together are all tasks, none of them twice", arguments: [1, 2, 3, 7, 10, 11])
  func shares(count: Int) throws {
    let all = TaskNumbers([1...4, 9...12, 20...21])
    var found: [Int] = []
    for number in 1...count {
      let choice = try #require(TaskChoice(text: "\(number)/\(count)"))
      let chosen = choice.chosen(of: all).ranges.flatMap { Array($0) }
      #expect(abs(Double(chosen.count) - 10 / Double(count)) < 1)
      found += chosen
    }
    #expect(found == all.ranges.flatMap { Array($0) })
  }

  @Test("numbers take those that there are")
  func numbers() throws {
    let choice = try #require(TaskChoice(text: "3-10,1"))
    #expect(choice.chosen(of: TaskNumbers([1...4, 9...12])).text == "1,3-4,9-10")
    #expect(choice.text == "1,3-10")
    for text in ["", "0/2", "a", "-3", "1-", "5-2"] { #expect(TaskChoice(text: text) == nil, "\(text)") }
  }

  @Test("a place in a list of tasks costs by its ranges, however far they reach")
  func far() throws {
    let all = TaskNumbers([0...Int.max - 1])
    let choice = try #require(TaskChoice(text: "2/2"))
    #expect(choice.chosen(of: all).ranges.last?.upperBound == Int.max - 1)
    #expect(all.contains(Int.max - 1) && !all.contains(Int.max) && !all.contains(-1))
    #expect(TaskNumbers([1...4, 9...12]).subset(2..<6).text == "3-4,9-10")
    #expect(TaskNumbers([1...4]).subset(4..<9).isEmpty)
  }
}
