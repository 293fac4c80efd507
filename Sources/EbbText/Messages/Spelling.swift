/// The names nearest to a misspelt one or to a pattern, whatever their case: at most five, by the number of letters to
/// change and of neighbours to exchange.
package func spellingSuggestions(for name: String, in names: [String]) -> [String] {
  let asked = Array(name.lowercased().filter { !"*?".contains($0) }.utf8)
  guard !asked.isEmpty else { return [] }
  // Of few letters one may be wrong: two make another word of them.
  let limit = asked.count < 2 ? 0 : asked.count < 5 ? 1 : max(2, asked.count / 3)
  let ranked = names.compactMap { candidate -> (name: String, rank: Int, difference: Int)? in
    let bytes = Array(candidate.lowercased().utf8)
    let whole = distance(asked, bytes)
    var (least, rank) = (whole, 2 * whole)
    // A beginning and an end of a longer name come after whole names: "20260112" of a job id, "LET" of DLET.
    if bytes.count > asked.count {
      let beginnings = [bytes.prefix(asked.count), bytes.prefix(asked.count + 1)]
      for part in (beginnings + [bytes.suffix(asked.count)]).map(Array.init) {
        let part = distance(asked, part)
        least = min(least, part)
        rank = min(rank, 2 * part + 1)
      }
    }
    return least <= limit ? (candidate, rank, abs(bytes.count - asked.count)) : nil
  }
  return ranked.sorted { ($0.rank, $0.difference, $0.name) < ($1.rank, $1.difference, $1.name) }.prefix(5)
    .map(\.name)
}

/// The least number of bytes to change, insert, delete, or exchange with their neighbours (optimal string alignment;
/// Damerau, Commun. ACM 7 (1964) 171).
private func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var before: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var least = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
      row.append(least)
    }
    (before, last) = (last, row)
  }
  return last[b.count]
}

extension Failure {
  /// "Nearest: 'z_profile'. ", for an advice; empty where nothing is near.
  package static func nearest(to name: String, in names: [String]) -> String {
    let near = spellingSuggestions(for: name, in: names)
    return near.isEmpty ? "" : "Nearest: \(near.map(quoted).joined(separator: ", ")). "
  }
}
