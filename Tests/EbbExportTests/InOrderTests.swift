import Synchronization
import Testing

@testable import EbbExport

@Suite("pieces in order")
struct InOrderTests {
  private struct Stopped: Error {}

  @Test("pieces come in order, whatever makes them and however many", arguments: [1, 2, 3, 8])
  func order(threads: Int) {
    for count in [0, 1, 2, 3, 7, 16, 17, 200] {
      var taken: [Int] = []
      inOrder(count, threads: threads) { maker, number in
        #expect(0..<threads ~= maker)
        // Some take longer than others.
        return (0..<(number * 7919 % 5_000)).reduce(number) { $0 ^ ($1 &* 0) }
      } _: {
        taken.append($0)
      }
      #expect(taken == Array(0..<count))
    }
  }

  @Test("a maker makes one piece at a time, and no more are made ahead than twice as many as makers")
  func bounds() {
    let threads = 3
    let busy = Mutex([Bool](repeating: false, count: threads))
    let made = Mutex(0)
    var taken = 0
    inOrder(300, threads: threads) { maker, number in
      let wasBusy = busy.withLock { busy in
        defer { busy[maker] = true }
        return busy[maker]
      }
      #expect(!wasBusy)
      made.withLock { $0 += 1 }
      busy.withLock { $0[maker] = false }
      return number
    } _: { _ in
      #expect(made.withLock { $0 } <= taken + 2 * threads)
      taken += 1
    }
    #expect(taken == 300)
  }

  @Test("what the taker throws ends the making", arguments: [1, 2, 4])
  func failure(threads: Int) {
    let made = Mutex(0)
    var taken = 0
    #expect(throws: Stopped.self) {
      try inOrder(10_000, threads: threads) { _, number in
        made.withLock { $0 += 1 }
        return number
      } _: { (number) throws(Stopped) in
        if number == 5 { throw Stopped() }
        taken += 1
      }
    }
    #expect(taken == 5)
    #expect(made.withLock { $0 } <= 5 + 1 + 2 * threads)
  }

  @Test("many lines at once come to an end")
  func together() async {
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<16 {
        group.addTask {
          var sum = 0
          inOrder(100, threads: 4) { _, number in
            number
          } _: {
            sum += $0
          }
          return sum
        }
      }
      for await sum in group { #expect(sum == 4_950) }
    }
  }
}
