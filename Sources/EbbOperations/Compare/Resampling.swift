internal import EbbAggregate
internal import EbbAnalysis
internal import EbbModel
internal import EbbPipeline

/// Two pages brought onto the bins of A, as far as B reaches.
///
/// Pages that are combined from contributions come onto A's bins already, with their errors (`PageTarget`). An export's
/// values are put there here, and lose their errors: how its bins are correlated is not known.
enum Resampling {
  /// - Returns: also what was done, in words; both pages as they are where they do not fit, and why.
  static func together(_ a: LoadedPage, _ b: LoadedPage) -> (a: LoadedPage, b: LoadedPage, note: String?) {
    guard a.page.axes.map(\.name) == b.page.axes.map(\.name), !a.page.isPhaseSpace, !b.page.isPhaseSpace
    else {
      return (a, b, nil)
    }
    var other = b
    var notes = b.page.operations.filter { $0.hasPrefix("--resample") }
    if kept(of: a.page, in: b.page) == nil {
      do throws(ResamplingError) {
        let resampling = try PageResampling(b.page.axes, onto: a.page.axes, b.page.meaning)
        other.page.values = resampling.values(b.page.values)
        other.page.axes = resampling.axes
        (other.page.errors, other.page.binContributions, other.replicates) = (nil, nil, nil)
        notes = resampling.operations
        if b.page.errors != nil { notes.append("without errors, which take contributions") }
      } catch {
        return (a, b, "not resampled: \(error.reason)")
      }
    }
    guard !notes.isEmpty, let ranges = kept(of: a.page, in: other.page) else { return (a, b, nil) }
    return (a.restricted(to: ranges), other, notes.joined(separator: "; "))
  }

  /// The bins of A, along each axis, that are those of B; `nil` where B has others.
  private static func kept(of a: ResultPage, in b: ResultPage) -> [Range<Int>]? {
    var ranges: [Range<Int>] = []
    for (axis, other) in zip(a.axes, b.axes) {
      let count = other.centres.count
      guard count <= axis.centres.count,
        let start = (0...axis.centres.count - count).first(where: { start in
          Agreement.firstDifference(Array(axis.centres[start..<start + count]), other.centres) == nil
        })
      else { return nil }
      ranges.append(start..<start + count)
    }
    return ranges
  }
}

extension LoadedPage {
  /// The page with these bins of each axis alone.
  fileprivate func restricted(to ranges: [Range<Int>]) -> LoadedPage {
    guard zip(page.axes, ranges).contains(where: { $0.centres.count != $1.count }) else { return self }
    var restricted = self
    var bins = [0]
    for (axis, range) in zip(page.axes, ranges) {
      bins = bins.flatMap { bin in range.map { bin * axis.centres.count + $0 } }
    }
    func chosen<Element>(_ values: [Element]) -> [Element] { bins.map { values[$0] } }
    restricted.page.values = chosen(page.values)
    restricted.page.errors = page.errors.map(chosen)
    restricted.page.binContributions = page.binContributions.map(chosen)
    restricted.page.axes = zip(page.axes, ranges).map { axis, range in
      var axis = axis
      axis.centres = Array(axis.centres[range])
      axis.edges = axis.edges.map { Array($0[range.lowerBound...range.upperBound]) }
      return axis
    }
    restricted.replicates = replicates.flatMap { replicates in
      // Sums of bins are of other bins then.
      guard replicates.binsOfValue == 1 else { return nil }
      return Replicates(
        weights: replicates.weights, values: replicates.values.map(chosen), scale: replicates.scale,
        isSum: replicates.isSum, binWeights: replicates.binWeights.map(chosen),
        contributions: replicates.contributions)
    }
    return restricted
  }
}
