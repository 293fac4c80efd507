package import EbbModel

/// Whose tasks, estimators or pages are meant.
package enum SimulationScope: Sendable, Equatable {
  case all
  case these([SimulationID])
}
