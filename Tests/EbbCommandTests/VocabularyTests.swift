import EbbTestSupport
import Foundation
import Testing

/// One thing has one name in all answers: in CSV and JSON, and as the heading that people see.
@Suite("Names of columns")
struct VocabularyTests {
  private static let commands = [
    "list users", "list clusters", "list simulations", "list tasks", "list estimators", "list pages",
    "show 20260112", "stats 20260112 -e entrance", "check 20260114", "quantities",
    "compare 20260114 20260115 -e z_profile -p 0 --gamma 3%/2mm", "analyze bragg 20260114 -e z_profile -p 0",
  ]

  /// Each name, and its heading where that is another than the name in capitals. Whoever adds a column looks here
  /// whether the thing has a name; two things do not share one.
  private static let names: [String: String] = {
    let ofRows =
      "id simulation simulation_id user user_id provider cluster cluster_id title platform input_type simulator "
      + "state merge_id job_dir array_id collect_id task last_update_time estimated_time celery_id estimator "
      + "estimator_id page quantity dimensions filter unit normalization meaning denominator source_unit shape "
      + "axes primaries findings severity check message advice names long_name over_axis source"
    let ofFigures =
      "run_time bins non_zero_bins non_finite_bins total_outlier total_t total_probability bins_outlier bins_t "
      + "bins_probability outlier chi_square degrees_of_freedom worst_variance_of_variance "
      + "expected_variance_of_variance slope other difference relative_difference ratio ratio_error "
      + "probability_method least_probability largest_z largest_z_place largest_z_probability unexplained_bins "
      + "gamma_bins gamma_passing_error gamma_mean gamma_largest range_shift_error range_shift_unit beyond "
      + "resampling interpolation level_of noise_treatment error_method error_samples bootstrapped "
      + "bootstrap_draws beam beam_source"
    let own = [
      "start_time": "STARTED", "end_time": "ENDED", "simulated_primaries": "SIMULATED",
      "requested_primaries": "REQUESTED", "file_name": "FILE", "compressed_bytes": "BYTES",
      "aggregation": "RULE", "contributions": "N", "problem": "NOTE", "median_error": "R",
      "ninety_percent_error": "R90%", "worst_error": "RMAX", "error_above_half_maximum": "R>HALF",
      "share_below_5_percent": "R<5%", "share_below_10_percent": "R<10%", "outlier_probability": "P(OUTLIER)",
      "reduced_chi_square": "CHI2/NDF", "chi_square_probability": "P(CHI2)",
      "median_variance_of_variance": "VOV", "figure_of_merit": "FOM", "difference_percent": "DIFF",
      "difference_place": "AT", "share_beyond_2": "|Z|>2", "share_beyond_3": "|Z|>3",
      "gamma_passing": "GAMMA",
      "gamma_noise_passing": "NOISE", "range_shift": "DR80",
    ]
    let words = (ofRows + " " + ofFigures).split(separator: " ").map(String.init)
    let plain = words.map { ($0, $0.uppercased().replacing("_", with: " ")) }
    return own.merging(plain) { first, _ in first }
  }()

  /// The names of 0.1.0, which CSV and JSON have beside the new ones.
  private static let oldNames: Set = [
    "job_id", "username", "auth_provider", "cluster_name", "sim_type", "job_state", "task_id", "task_state",
    "name", "estimator_name", "page_number", "page_name", "page_dimension", "over_tasks", "probability",
  ]

  private func run(_ command: String, _ options: String...) throws -> String {
    let store = command.hasPrefix("quantities") ? [] : ["--db", Sample.path]
    return try Program.run(
      Ebb.path, command.split(separator: " ").map(String.init) + options + store,
      environment: ["COLUMNS": nil]
    ).output
  }

  @Test("is one for each thing, and one heading for each name", arguments: commands)
  func one(command: String) throws {
    let keys = try run(command, "--columns", "all", "--csv").prefix { $0 != "\n" }.split(separator: ",")
      .map(String.init)
    // What is shown of a simulation begins with facts and its tasks.
    let lines = try run(command, "--columns", "all").split(separator: "\n")
    let first = command.hasPrefix("show") ? lines.last { $0.hasPrefix("ESTIMATOR") } : lines.first
    let headings = String(try #require(first)).components(separatedBy: "  ").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    .filter { !$0.isEmpty }
    // CSV of figures has columns of its own for their errors.
    let isAnalysis = command.hasPrefix("analyze")
    #expect(isAnalysis || keys.count == headings.count, "\(keys) \(headings)")
    for (key, heading) in zip(keys, headings) {
      // Figures of an analysis, with their units, come after what is known of all.
      if isAnalysis, key.hasPrefix("peak") { break }
      let wanted = try #require(Self.names[key], "\(key) is no name yet; has the thing another?")
      #expect(heading.prefix { $0 != "[" }.trimmingCharacters(in: .whitespaces) == wanted)
    }
    let written = try run(command, "--csv").prefix { $0 != "\n" }.split(separator: ",").map(String.init)
    #expect(Set(keys).subtracting(written) == [])
    #expect(Set(written).subtracting(keys).isSubset(of: Self.oldNames))
  }

  /// The columns that CSV and JSON of 0.1.0 had.
  private static let firstColumns = [
    "list users": "id username auth_provider", "list clusters": "id cluster_name",
    "list simulations":
      "id job_id user_id username start_time end_time title platform input_type sim_type job_state merge_id "
      + "cluster_id job_dir array_id collect_id",
    "list tasks":
      "id simulation_id job_id task_id task_state simulated_primaries requested_primaries start_time end_time "
      + "last_update_time estimated_time platform celery_id",
    "list estimators": "id simulation_id job_id name file_name",
    "list pages":
      "id simulation_id job_id estimator_id estimator_name page_number page_name page_dimension compressed_bytes",
    "show 20260112":
      "estimator page_number quantity filter unit normalization source_unit shape axes aggregation contributions "
      + "primaries problem",
    "stats 20260112 -e entrance":
      "simulation estimator page_number quantity filter aggregation contributions primaries run_time bins "
      + "non_zero_bins non_finite_bins median_error ninety_percent_error worst_error share_below_5_percent "
      + "share_below_10_percent total_outlier total_t total_probability bins_outlier bins_t bins_probability "
      + "probability outlier chi_square degrees_of_freedom reduced_chi_square chi_square_probability "
      + "median_variance_of_variance worst_variance_of_variance figure_of_merit slope problem",
    "check 20260114": "severity simulation check estimator page_number message advice",
    "compare 20260114 20260115 -e z_profile -p 0 --gamma 3%/2mm":
      "estimator page_number quantity filter unit bins difference relative_difference difference_place ratio "
      + "ratio_error chi_square degrees_of_freedom reduced_chi_square probability largest_z largest_z_place "
      + "share_beyond_2 share_beyond_3 gamma_bins gamma_passing gamma_mean gamma_largest range_shift "
      + "range_shift_error beyond problem",
    "analyze bragg 20260114 -e z_profile -p 0":
      "simulation estimator task page_number quantity filter contributions primaries interpolation error_method "
      + "error_samples problem",
  ]

  @Test("of 0.1.0 is there for its scripts", arguments: firstColumns)
  func first(command: String, columns: String) throws {
    let columns = columns.split(separator: " ").map(String.init)
    let header = try run(command, "--csv").prefix { $0 != "\n" }.split(separator: ",").map(String.init)
    // In their order.
    #expect(header.filter(columns.contains) == columns)
    guard !command.hasPrefix("show") else { return }
    let json = try run(command, "--json")
    let records = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
    for record in try #require(records) {
      #expect(Set(columns).subtracting(record.keys) == [])
    }
  }

  @Test("is another for another thing")
  func unique() {
    #expect(Set(Self.names.values).count == Self.names.count)
    #expect(Self.oldNames.isDisjoint(with: Self.names.keys))
  }

  @Test("is the same in exports")
  func exports() throws {
    let csv = try run("export 20260114 -f csv -q").prefix { $0 != "\n" }.split(separator: ",").map(
      String.init)
    let places = csv.filter { $0.hasPrefix("axis") }
    let ofBins: Set = ["value", "error", "axes", "schema"]
    for key in csv where !places.contains(key) && !ofBins.contains(key) {
      #expect(Self.names[key] != nil, "\(key)")
    }
    let line = try run("export 20260114 -f ndjson -q").prefix { $0 != "\n" }
    let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let axes: Set = ["x", "y", "z", "energy"]
    for key in record.keys where !axes.contains(key) && !ofBins.contains(key) {
      #expect(Self.names[key] != nil, "\(key)")
    }
    let json = try run("export 20260114 -q")
    let export = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let simulation = try #require((export["simulations"] as? [[String: Any]])?.first)
    let estimator = try #require((simulation["estimators"] as? [[String: Any]])?.first)
    let page = try #require((estimator["pages"] as? [[String: Any]])?.first)
    #expect(simulation["simulation"] as? String == record["simulation"] as? String)
    #expect(simulation["state"] as? String == "COMPLETED")
    #expect(estimator["estimator"] as? String == record["estimator"] as? String)
    #expect(page["page"] as? Int == record["page"] as? Int)
    #expect(page["quantity"] as? String == record["quantity"] as? String)
    for key in ["job_id", "job_state"] { #expect(simulation[key] != nil) }
    #expect(estimator["name"] != nil && page["page_number"] != nil && page["name"] != nil)
  }
}
