internal import Dispatch
internal import Synchronization

/// Makes pieces on several threads and hands them on in the order of their numbers, each while later ones are made.
///
/// The calling thread takes the pieces, and makes some itself while it would wait. So the work goes on even where the
/// system lends no other thread.
/// - Parameters:
///   - count: the number of pieces.
///   - threads: how many may make pieces at a time, the calling one among them.
///   - make: makes a piece; `maker`, from 0 on and below `threads`, makes one at a time.
///   - take: takes each piece on the calling thread. What it throws ends the making.
///
/// No more than twice as many pieces as threads are held.
func inOrder<Piece: Sendable, E: Error>(
  _ count: Int, threads: Int, _ make: @escaping @Sendable (_ maker: Int, _ number: Int) -> Piece,
  _ take: (consuming Piece) throws(E) -> Void
) throws(E) {
  let threads = min(threads, count)
  guard threads > 1 else {
    for number in 0..<count { try take(make(0, number)) }
    return
  }
  let line = PieceLine<Piece>(count, held: 2 * threads)
  let helpers = DispatchGroup()
  for helper in 1..<threads {
    DispatchQueue.global().async(group: helpers) {
      while let number = line.begin() { line.put(make(helper, number), number) }
    }
  }
  // Also after an error: the helpers use what the caller may give back.
  defer {
    line.end(helpers: threads - 1)
    helpers.wait()
  }
  for number in 0..<count {
    while true {
      if let piece = line.piece(number) {
        try take(piece)
        line.makeRoom()
        break
      }
      if let own = line.beginNow() {
        line.put(make(0, own), own)
      } else {
        line.waitForOne()
      }
    }
  }
}

/// The pieces that are made and not yet taken, and the number of the next to be made.
private final class PieceLine<Piece: Sendable>: Sendable {
  private struct State {
    var next = 0
    var made: [Int: Piece] = [:]
  }

  private let count: Int
  private let state = Mutex(State())
  /// The places of pieces that may be begun.
  private let room: DispatchSemaphore
  /// The pieces that came since the taker looked.
  private let came = DispatchSemaphore(value: 0)

  init(_ count: Int, held: Int) {
    self.count = count
    room = DispatchSemaphore(value: 0)
    // A semaphore must not end below the value that it began with.
    for _ in 0..<held { room.signal() }
  }

  /// The number of a piece to make, as soon as there is room for it; `nil` where none is left.
  func begin() -> Int? {
    room.wait()
    return next()
  }

  /// The same, where there is room now.
  func beginNow() -> Int? { room.wait(timeout: .now()) == .success ? next() : nil }

  private func next() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func put(_ piece: Piece, _ number: Int) {
    state.withLock { $0.made[number] = piece }
    came.signal()
  }

  func piece(_ number: Int) -> Piece? { state.withLock { $0.made.removeValue(forKey: number) } }

  func waitForOne() { came.wait() }

  func makeRoom() { room.signal() }

  /// Lets every helper find that nothing is left.
  func end(helpers: Int) {
    state.withLock { state in
      state.next = count
      state.made = [:]
    }
    for _ in 0..<helpers { room.signal() }
  }
}
