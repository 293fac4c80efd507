package import EbbModel

/// The mesh onto whose bins a page of a plan is put before its contributions are combined, so that its errors know of
/// their correlations. What cannot be put there stays as it is, with a notice.
package struct PageTarget: Sendable {
  /// The place of the page's group in the plan.
  package var group: Int
  package var axes: [Axis]

  package init(group: Int, axes: [Axis]) {
    self.group = group
    self.axes = axes
  }

  var steps: [ReductionStep] { axes.map { .onto($0) } }
}
