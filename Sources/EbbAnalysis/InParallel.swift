/// Computes a result for each number below `count`, up to `threads` of them at a time.
///
/// Each is computed on its own, so that the results are the same for any number of threads. A result should take no
/// more than some tenths of a second, or look for cancelling itself: between two a thread is free for others.
/// - Returns: the results in the order of their numbers.
func inParallel<R: Sendable>(
  _ count: Int, threads: Int, _ result: @escaping @Sendable (Int) throws(CancellationError) -> R
) async throws(CancellationError) -> [R] {
  var results = [R?](repeating: nil, count: count)
  await withTaskGroup(of: (number: Int, result: R?).self) { group in
    for number in 0..<min(count, max(threads, 1)) { group.addTask { (number, try? result(number)) } }
    var next = min(count, max(threads, 1))
    while let (number, found) = await group.next() {
      results[number] = found
      guard next < count, found != nil, !Task.isCancelled else { continue }
      let following = next
      next += 1
      group.addTask { (following, try? result(following)) }
    }
  }
  let found = results.compactMap(\.self)
  // Nothing but cancelling keeps a result away.
  guard found.count == count else { throw CancellationError() }
  return found
}

/// Ends a long computation whose task was cancelled.
func checkCancellation() throws(CancellationError) {
  if Task.isCancelled { throw CancellationError() }
}
