internal import EbbModel
internal import EbbPipeline
internal import EbbText

/// The pages of two results, known by their names, in the order in which they are held against each other.
struct PagePairing: Sendable, Equatable {
  /// A page, as it is known before it is read.
  struct Entry: Sendable, Equatable {
    var estimator: String
    var number: Int
    /// Where the names of pages are known.
    var quantity: String?
    var filter: String?

    var key: PageKey { PageKey(estimator: estimator, number: number) }
  }

  /// The places of two pages, or of one that the other result lacks.
  struct Pair: Sendable, Equatable {
    var a: Int?
    var b: Int?
  }

  let pairs: [Pair]

  /// Pages of the same estimator and number, in the order of A; then what only B has. Of pages of one key, the first
  /// of A goes with the first of B.
  init(_ a: [Entry], _ b: [Entry]) {
    var places = Dictionary(grouping: b.indices.reversed()) { b[$0].key }
    let found = a.indices.map { Pair(a: $0, b: places[a[$0].key]?.popLast()) }
    let rest = places.values.flatMap(\.self).sorted()
    pairs = found + rest.map { Pair(a: nil, b: $0) }
  }

  /// The pairs that are named, and nothing else. Pages of paired estimators go together by their numbers.
  /// - Throws: where a side of a pair is no page, or several.
  init(_ a: [Entry], _ b: [Entry], by names: [PagePair]) throws(Failure) {
    var pairs: [Pair] = []
    for name in names {
      let first = try Self.places(of: name.a, in: a, "A", name)
      let second = try Self.places(of: name.b, in: b, "B", name)
      if name.a.page != nil {
        pairs.append(Pair(a: first[0], b: second[0]))
        continue
      }
      var others = Dictionary(second.map { (b[$0].number, $0) }) { first, _ in first }
      pairs += first.map { Pair(a: $0, b: others.removeValue(forKey: a[$0].number)) }
      pairs += others.values.sorted().map { Pair(a: nil, b: $0) }
    }
    self.pairs = pairs
  }

  private static func places(
    of side: PagePair.Side, in entries: [Entry], _ letter: String, _ pair: PagePair
  ) throws(Failure) -> [Int] {
    var names: [String] = []
    for entry in entries where side.estimator.matches(entry.estimator) && !names.contains(entry.estimator) {
      names.append(entry.estimator)
    }
    guard let name = names.first else {
      var seen: Set<String> = []
      let has = entries.map(\.estimator).filter { seen.insert($0).inserted }
      throw Failure(
        .notFound, "--pair \(pair): no estimator \(Failure.quoted(side.estimator.description)) in \(letter).",
        advice: has.isEmpty ? "There are none." : "There are: \(Failure.list(has)).")
    }
    guard names.count == 1 else {
      throw Failure(
        .usage,
        "--pair \(pair): \(Failure.quoted(side.estimator.description)) names several estimators of \(letter): "
          + "\(Failure.list(names)).", advice: "Name one of them.")
    }
    let own = entries.indices.filter { entries[$0].estimator == name }
    guard let page = side.page else { return own }
    let found = own.filter { place in
      let entry = entries[place]
      return page.matches(number: entry.number)
        ?? entry.quantity.map { page.matches(quantity: $0, filter: entry.filter) } ?? false
    }
    guard found.count == 1 else {
      let pages = (found.isEmpty ? own : found).map { place in
        let entry = entries[place]
        return "\(entry.number)"
          + (entry.quantity.map { " \($0)" + (entry.filter.map { " (\($0))" } ?? "") } ?? "")
      }
      throw Failure(
        found.isEmpty ? .notFound : .usage,
        found.isEmpty
          ? "--pair \(pair): no page \(Failure.quoted(page.description)) of \(name) in \(letter)."
          : "--pair \(pair): \(Failure.quoted(page.description)) means several pages of \(name) in \(letter).",
        advice: (found.isEmpty ? "There are: " : "Name one by its number: ") + "\(Failure.list(pages)).")
    }
    return found
  }
}
