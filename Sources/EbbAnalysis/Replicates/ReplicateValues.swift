/// The values of contributions, an array each: held in memory, or, of pages so large that all of them would not fit, read
/// again whenever one is asked for.
package struct ReplicateValues: RandomAccessCollection, Sendable, Equatable {
  package enum Part: Sendable {
    case held([Double])
    /// So many values, which lie elsewhere.
    case laidAside(count: Int, read: @Sendable () -> [Double])
  }

  private let parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  package init(_ values: [[Double]]) { parts = values.map { .held($0) } }

  package var startIndex: Int { 0 }
  package var endIndex: Int { parts.count }

  /// The values of one; what lies elsewhere is read.
  package subscript(index: Int) -> [Double] {
    switch parts[index] {
    case .held(let values): values
    case .laidAside(_, let read): read()
    }
  }

  /// The number of values of each.
  package var bins: Int {
    switch parts.first {
    case .held(let values)?: values.count
    case .laidAside(let count, _)?: count
    case nil: 0
    }
  }

  package static func == (one: ReplicateValues, other: ReplicateValues) -> Bool { one.elementsEqual(other) }
}
