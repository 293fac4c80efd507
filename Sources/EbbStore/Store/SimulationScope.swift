package import EbbModel

/// The simulations whose tasks, estimators or pages are meant.
package enum SimulationScope: Sendable, Equatable {
  case all
  case these([SimulationID])
}
