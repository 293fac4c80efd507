/// The names nearest to a misspelt one: at most five, by the number of letters to change.
package func spellingSuggestions(for name: String, in names: [String]) -> [String] {
  let length = name.count
  let ranked = names.map { candidate in
    // A beginning is compared with beginnings.
    (candidate, distance(name, String(candidate.prefix(max(length, 4)))))
  }
  let limit = max(2, length / 3)
  return ranked.filter { $0.1 <= limit }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(5).map(\.0)
}

/// Levenshtein's distance between two texts.
private func distance(_ a: String, _ b: String) -> Int {
  let a = Array(a.utf8)
  let b = Array(b.utf8)
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}

extension Failure {
  /// "Nearest: 'z_profile'. ", for an advice; empty where nothing is near.
  package static func nearest(to name: String, in names: [String]) -> String {
    let near = spellingSuggestions(for: name, in: names)
    return near.isEmpty ? "" : "Nearest: \(near.map(quoted).joined(separator: ", ")). "
  }
}
