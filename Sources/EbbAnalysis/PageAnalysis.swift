internal import EbbModel

/// A question to a page: figures such as a range or a mean dose.
package protocol PageAnalysis: Sendable {
  /// Names and units of the figures, in order.
  var outline: [FigureOutline] { get }

  /// The settings that it was made with.
  var settings: AnalysisSettings { get }

  /// The figures of values in the page's place; `nil` where there is none. Ends early where its task is cancelled.
  func figures(of values: [Double]) throws(CancellationError) -> [Double?]

  /// The figures of values that were resampled from the page's: their noise comes once from the page and once from the
  /// draw, so that its variance is twice the page's.
  func figures(ofResampled values: [Double]) throws(CancellationError) -> [Double?]

  /// The amount that each figure may be off by besides what resampling tells, as one standard error.
  func remainders(of values: [Double]) throws(CancellationError) -> [Double]

  /// The reason why there are no figures, or not all; `nil` where nothing is to be said.
  func problem(of values: [Double]) -> String?
}

extension PageAnalysis {
  package var settings: AnalysisSettings { AnalysisSettings() }

  package func figures(ofResampled values: [Double]) throws(CancellationError) -> [Double?] {
    try figures(of: values)
  }

  package func remainders(of values: [Double]) throws(CancellationError) -> [Double] {
    outline.map { _ in 0 }
  }
}

/// The way to a figure's error.
package enum Resampling: Sendable {
  /// One contribution after another is left out: for what changes smoothly with the bins.
  case jackknife
  /// The contributions are weighed anew at random: for quantiles and extremes, of which the jackknife is wrong.
  case bootstrap
  /// The same of the extremes of single bins, which lie farther out than those without noise would: of that n contributions
  /// tell nothing, and the error is that of the scatter alone.
  case extreme
  /// It is given without an error.
  case none
}

/// A figure's name and unit.
package struct FigureOutline: Sendable, Equatable {
  /// The name in snake case: "r80".
  package var name: String
  package var unit: String
  /// Whether it is always the centre of a bin. That it stays in its bin says nothing of its error.
  package var isBinCentre: Bool
  package var resampling: Resampling

  init(
    _ name: String, _ unit: String, isBinCentre: Bool = false, resampling: Resampling = .jackknife
  ) {
    self.name = name
    self.unit = unit
    self.isBinCentre = isBinCentre
    self.resampling = resampling
  }
}

/// The reason why an analysis cannot be made of a page.
package struct Unsuitable: Error, Equatable, Sendable {
  /// The reason as it goes on after the page's name: "has the axes y and z".
  package var reason: String
  /// An addition to the command, where that helps.
  package var remedy: String?
}

extension ResultPage {
  /// Refuses what no figures can be taken of.
  func checkHasFigures() throws(Unsuitable) {
    if isPhaseSpace { throw Unsuitable(reason: "is phase space, which has no bins") }
    if meaning.overBins == .label { throw Unsuitable(reason: "holds numbers of materials or zones") }
    if axes.isEmpty { throw Unsuitable(reason: "is a single value") }
    if let axis = axes.first(where: { $0.kind == .zone }) {
      throw Unsuitable(reason: "is over the zones of '\(axis.name)', which have no place")
    }
  }

  /// The page's only axis.
  /// - Parameter kept: the axis that is likely meant to stay, of several.
  func onlyAxis(kept: (Axis) -> Bool) throws(Unsuitable) -> Axis {
    try checkHasFigures()
    guard axes.count > 1 else { return axes[0] }
    let stays = axes.lastIndex(where: kept) ?? axes.count - 1
    let others = axes.indices.filter { $0 != stays }.map { axes[$0].name }
    let each = others.map { "--sum \($0) or --at \($0)=VALUE" }
    throw Unsuitable(
      reason: "has the axes \(axes.map(\.name).joined(separator: ", "))",
      remedy: "Leave one axis: \(each.joined(separator: ", and ")).")
  }
}
