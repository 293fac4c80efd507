import EbbModel
import EbbTestSupport
import Testing

@Suite("TaskNumbers") struct TaskNumbersTests {
  @Test("ranges in any order that overlap or touch become one")
  func joined() {
    #expect(TaskNumbers([5...9, 1...3, 4...4, 8...20, 30...30]).ranges == [1...20, 30...30])
    #expect(TaskNumbers([.max ... .max, .min ... -1, 0 ... .max - 1]).ranges == [.min ... .max])
    #expect(TaskNumbers(numbers: [3, 1, 3, 2]).text == "1-3")
  }

  @Test("counts end at the largest that there is, and no end of a range overflows")
  func extremes() {
    #expect(TaskNumbers([1...4_000_000_000]).count == 4_000_000_000)
    for all in [
      TaskNumbers([Int.min...Int.max]), TaskNumbers([0...Int.max]), TaskNumbers([-2...Int.max - 1]),
    ] {
      #expect(all.count == .max)
      #expect(all.gaps.isEmpty)
      #expect(all.subtracting(all).isEmpty)
      #expect(all.intersection(all) == all)
      #expect(TaskNumbers(text: all.text) == all)
    }
    let ends = TaskNumbers([Int.min...Int.min, Int.max...Int.max])
    #expect(ends.gaps.ranges == [.min + 1 ... .max - 1])
    #expect(TaskNumbers(text: ends.text) == ends)
  }

  @Test("union, intersection, difference and gaps are those of sets")
  func sets() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<300 {
      let (a, b) = (Self.numbers(&random), Self.numbers(&random))
      let (first, second) = (TaskNumbers(numbers: a), TaskNumbers(numbers: b))
      #expect(first.union(second) == TaskNumbers(numbers: a.union(b)))
      #expect(first.intersection(second) == TaskNumbers(numbers: a.intersection(b)))
      #expect(first.subtracting(second) == TaskNumbers(numbers: a.subtracting(b)))
      #expect(first.count == a.count)
      let between = a.isEmpty ? [] : Set(a.min()!...a.max()!).subtracting(a)
      #expect(first.gaps == TaskNumbers(numbers: between))
    }
  }

  private static func numbers(_ random: inout SeededGenerator) -> Set<Int> {
    Set((0..<Int.random(in: 0..<12, using: &random)).map { _ in Int.random(in: -10...10, using: &random) })
  }
}
