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
  /// The place of the column that `order` names by its name, its heading or its name of 0.1.0.
  /// - Throws: where there is none.
  package func place(of order: ListingOrder) throws(Failure) -> (index: Int, notices: [Notice]) {
    guard let (index, isOld) = column(called: order.column) else {
      throw .noColumn(order.column, has: columns.map(\.anyHeading))
    }
    guard isOld else { return (index, []) }
    return (
      index,
      [
        Notice(
          .warning,
          "the column '\(order.column)' is called '\(columns[index].name)' now; later versions will not know the old "
            + "name.")
      ]
    )
  }

  /// Sorts the rows by a column; those that are alike in it stay in their order, those without come last.
  /// - Returns: what there is to say of the column's name.
  @discardableResult
  package mutating func sort(by order: ListingOrder) throws(Failure) -> [Notice] {
    let (column, notices) = try place(of: order)
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
    return notices
  }
}

extension Listing.Cell {
  fileprivate func isBefore(_ other: Self) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a < b
    case (.number(let a), .number(let b)): a < b
    case (.measured(let a), .measured(let b)): (a.value ?? .infinity) < (b.value ?? .infinity)
    case (.text(let a), .text(let b)): a < b
    case (.time(let a), .time(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.list(let a), .list(let b)): a.lexicographicallyPrecedes(b)
    default: false
    }
  }
}
