internal import EbbModel
internal import EbbPipeline

/// What checks need of a page's data, gathered in one look at them.
struct PageFacts: Sendable, Equatable {
  /// An axis that is not stored as it is.
  struct AxisFault: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      /// Its unit.
      case unit(stored: String, right: String)
      /// Its centres are those of a linear axis, it is logarithmic.
      case linear(from: Double, to: Double)
    }

    var label: String
    var kind: Kind
  }

  var rule: AggregationRule?
  var isPhaseSpace: Bool
  var quantity: String
  var values: Int
  var nonZero = 0
  var nans = 0
  var infinities = 0
  /// One that is no whole number.
  var fraction: Double?
  /// The sum of what is finite.
  var total = 0.0
  /// Of all bits of the values, to find contributions that are the same.
  var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  var axisFaults: [AxisFault]

  init(_ page: StoredPage) {
    rule =
      page.isPhaseSpace ? .concatenation : AggregationRule(pageNormalized: page.metadata["page_normalized"])
    isPhaseSpace = page.isPhaseSpace
    quantity = page.quantity
    values = page.values.count
    axisFaults = Self.faults(of: page)
    for value in page.values {
      // A step of SplitMix64's mixing between words.
      digest = (digest ^ value.bitPattern) &* 0xbf58_476d_1ce4_e5b9
      digest ^= digest >> 29
      if value != 0 { nonZero += 1 }
      if value.isFinite {
        total += value
        if fraction == nil, value != value.rounded() { fraction = value }
      } else if value.isNaN {
        nans += 1
      } else {
        infinities += 1
      }
    }
  }

  private static func faults(of page: StoredPage) -> [AxisFault] {
    zip(page.axes, page.interpretedAxes()).flatMap { stored, axis in
      var faults: [AxisFault] = []
      let unit = Unit(source: stored.unit).text
      if unit != axis.unit {
        faults.append(AxisFault(label: axis.label, kind: .unit(stored: stored.unit, right: axis.unit)))
      }
      if axis.scale == .logarithmic, stored.centres != axis.centres, let edges = axis.edges,
        let from = edges.first, let to = edges.last
      {
        faults.append(AxisFault(label: axis.label, kind: .linear(from: from, to: to)))
      }
      return faults
    }
  }
}
