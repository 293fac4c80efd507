/// The column that simulations are sorted by; the raw value is its name.
///
/// Texts are sorted by their bytes, in any locale. What is not known comes last either way.
package enum SimulationSort: String, Sendable, CaseIterable {
  case id
  case jobID = "job_id"
  case title
  case startTime = "start_time"
  case endTime = "end_time"
  case state = "job_state"
  case simulator = "sim_type"
  case platform
}
