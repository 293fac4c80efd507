internal import EbbModel

/// An axis of a page that lay elsewhere than the mesh of the macro has it.
struct AxisRepair: Sendable {
  /// Its place among the page's axes.
  var index: Int
  /// The axis as the mesh has it.
  var axis: Axis
  /// The first centre as it was stored.
  var from: Double
}

extension StoredPage {
  /// Puts axes where the mesh has them, before bins are chosen or put together by their places.
  mutating func repair(by mesh: MacroMesh) -> [AxisRepair] {
    var repairs: [AxisRepair] = []
    for (index, axis) in interpretedAxes().enumerated() {
      guard let repaired = mesh.repaired(axis), let from = axis.centres.first else { continue }
      axes[index].centres = repaired.centres
      repairs.append(AxisRepair(index: index, axis: repaired, from: from))
    }
    return repairs
  }
}
