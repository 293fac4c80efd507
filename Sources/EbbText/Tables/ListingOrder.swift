/// The column that a listing is sorted by, and which way: `title`, `start_time:desc`.
package struct ListingOrder: Sendable, Equatable {
  package var column: String
  package var isAscending: Bool

  /// - Returns: `nil` for a direction that is neither `asc` nor `desc`.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard 1...2 ~= parts.count, let name = parts.first, !name.isEmpty else { return nil }
    column = String(name)
    switch parts.count == 2 ? parts[1] : "asc" {
    case "asc": isAscending = true
    case "desc": isAscending = false
    default: return nil
    }
  }
}

extension Listing {
  /// Sorts the rows by a column; those that are alike in it stay in their order, those without come last.
  package mutating func sort(by order: ListingOrder) throws(Failure) {
    guard let column = columns.firstIndex(where: { $0.name == order.column }) else {
      throw .noColumn(order.column, has: columns.map(\.name))
    }
    let sorted = rows.enumerated().sorted { first, second in
      let (a, b) = (first.element[column], second.element[column])
      switch (a == .none, b == .none) {
      case (true, true): return first.offset < second.offset
      case (true, false), (false, true): return b == .none
      default: break
      }
      if a == b { return first.offset < second.offset }
      return order.isAscending ? a.isBefore(b) : b.isBefore(a)
    }
    replaceRows(sorted.map(\.element))
  }
}

extension Listing.Cell {
  fileprivate func isBefore(_ other: Self) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    case (.time(let a), .time(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.list(let a), .list(let b)): a.lexicographicallyPrecedes(b)
    default: false
    }
  }
}
