internal import EbbModel

/// Pages that are asked for more than once in a sequence, and those of them that are kept for the next time.
struct RepeatedPages {
  /// The way to a page that is asked for.
  enum Answer {
    /// It is read, in its turn.
    case read
    /// It was kept.
    case kept(ContributionOutcome)
    /// It is being decoded, and will be given to this place too.
    case underWay
    /// It was not kept: reading begins anew with it and all that comes after and is not kept. This is said once.
    case again
  }

  private struct Page {
    /// The number of times that it will be asked for.
    var left: Int
    /// Whether it was asked for, and has not arrived.
    var isUnderWay = false
    /// Whether it has arrived.
    var hasArrived = false
    var kept: ContributionOutcome?
    /// The places that wait for it besides the first.
    var places: [Int] = []
  }

  /// Those that are asked for more than once.
  private var pages: [PageID: Page] = [:]
  private var bytes = 0
  private let maxBytes: Int
  /// Whether no more are kept, since one did not fit.
  private var isFull = false
  /// Whether reading has begun anew, since when every page that is not kept is read each time.
  private var hasBegunAnew = false

  init(_ sequence: [PageID], maxBytes: Int) {
    self.maxBytes = maxBytes
    for (page, count) in Dictionary(sequence.map { ($0, 1) }, uniquingKeysWith: +) where count > 1 {
      pages[page] = Page(left: count)
    }
  }

  /// The sequence with each page where it comes first.
  func firsts(of sequence: [PageID]) -> [PageID] {
    guard !pages.isEmpty else { return sequence }
    var seen: Set<PageID> = []
    return sequence.filter { pages[$0] == nil || seen.insert($0).inserted }
  }

  func isKept(_ id: PageID) -> Bool { pages[id]?.kept != nil }

  /// Asks for a page at a place in the sequence, each place in turn.
  mutating func ask(for id: PageID, at place: Int) -> Answer {
    guard var page = pages[id] else { return .read }
    defer { pages[id] = page }
    page.left -= 1
    if let outcome = page.kept {
      if page.left == 0 {
        page.kept = nil
        bytes -= outcome.bytes
      }
      return .kept(outcome)
    }
    if page.isUnderWay, !isFull {
      page.places.append(place)
      return .underWay
    }
    let isLost = page.hasArrived || page.isUnderWay
    page.isUnderWay = true
    guard isLost, !hasBegunAnew else { return .read }
    isFull = true
    hasBegunAnew = true
    return .again
  }

  /// Takes note of a page that was read.
  /// - Returns: the other places that it is to be given to.
  mutating func arrived(_ id: PageID, _ outcome: ContributionOutcome) -> [Int] {
    guard var page = pages[id] else { return [] }
    defer { pages[id] = page }
    (page.isUnderWay, page.hasArrived) = (false, true)
    let places = page.places
    page.places = []
    guard page.left > 0, page.kept == nil, !isFull else { return places }
    if bytes + outcome.bytes <= maxBytes {
      page.kept = outcome
      bytes += outcome.bytes
    } else {
      isFull = true
    }
    return places
  }
}
