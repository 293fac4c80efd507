/// The content of one result file, a task's or the merged one, as the platform's converter makes JSON of it.
struct SampleResult {
  var estimator: SampleEstimator
  var job: SampleJob
  var primaries: Int
  /// The number of files that were merged into it.
  var files: Int
  var fileName: String
  /// Whether an energy axis has its own unit.
  var isClean = false
  /// The values of every page, in the order [axis1, axis2, …].
  var values: [[Double]]

  /// The estimator's metadata: all values are strings.
  var metadata: JSONValue {
    .object([
      ("number_of_primaries", .string("\(primaries)")), ("file_counter", .string("\(files)")),
      ("file_corename", .string(files == 1 ? estimator.name : fileName)),
      ("file_format", .string("bdo2019")), ("data_order", .string("F")),
      ("error_type", .string("0")), ("geotyp", .string("MSH")),
      ("mc_code_version", .string("SYNTHETIC ebb-samples")),
      ("filedate", .string("2026-01-\(job.day) 08:40:00")), ("host", .string("example-host")),
      ("projectile_code", .string("2")), ("projectile_z", .string("1")),
      ("Tmax_MeV", .string("150.0")), ("geo_name", .string(estimator.geometry)),
      ("geo_unit_ids", .string("[10 10 10]")), ("geo_units", .string("cm;cm;cm")),
      ("page_count", .string("\(estimator.pages.count)")),
    ])
  }

  /// The JSON of a page.
  func page(_ number: Int) -> JSONValue {
    let page = estimator.pages[number]
    let axes = axes(of: page)
    let shape = axes.map(\.centres.count)
    var members: [(String, JSONValue)] = [
      ("metadata", metadata(of: page, number: number)),
      ("dimensions", .integer(shape.count)),
      (
        "data",
        .object([
          ("unit", .string(page.unit)), ("name", .string(page.quantity.rawValue)),
          ("values", .numbers(firstAxisFastest(values[number], shape: shape))),
        ])
      ),
    ]
    for (index, axis) in axes.enumerated() {
      members.append(
        (
          "axis_dim\(index + 1)",
          .object([
            ("unit", .string(axis.unit)), ("name", .string(axis.name)),
            ("values", .numbers(axis.centres)),
          ])
        ))
    }
    return .object(members)
  }

  /// The axes of more than one bin, in stored order. An energy axis has, in the store, no name and the quantity's
  /// unit.
  private func axes(of page: SamplePage) -> [(name: String, unit: String, centres: [Double])] {
    var axes = [
      (name: "Position (X)", unit: "cm", centres: estimator.x.centres),
      (name: "Position (Y)", unit: "cm", centres: estimator.y.centres),
      (name: "Position (Z)", unit: "cm", centres: estimator.z.centres),
    ]
    if let spectrum = page.spectrum {
      axes.append((name: "", unit: isClean ? "MeV" : page.quantity.unit, centres: spectrum.centres))
    }
    return axes.filter { $0.centres.count > 1 }
  }

  private func metadata(of page: SamplePage, number: Int) -> JSONValue {
    let quantity = page.quantity
    var members: [(String, String)] = [
      ("name", quantity.rawValue), ("unit", page.unit), ("dettyp", quantity.rawValue),
      ("detector_type", "\(quantity.detector)"), ("page_number", "\(number)"),
      ("page_normalized", quantity.normalization), ("page_scale_factor", "1.0"),
      ("page_offset", "0.0"),
    ]
    if let filter = page.filter { members.append(("page_filter_name", filter.rawValue)) }
    if let spectrum = page.spectrum {
      let flag = spectrum.isLogarithmic ? -1 : 1
      members += [
        ("page_diff_flag", numpyText(flag, flag)), ("page_diff_type", "[27 27]"),
        ("page_diff_start", numpyText(spectrum.lower, 0)),
        ("page_diff_stop", numpyText(spectrum.upper, 0)),
        ("page_diff_size", numpyText(spectrum.bins, 1)),
      ]
    }
    let id = quantity.unitID
    members += [
      ("page_unit_ids", "[\(id) \(id) \(id)]"),
      ("page_diff_units", page.spectrum == nil ? quantity.unit : "\(quantity.unit);MeV"),
      ("detector_unit", page.spectrum == nil ? quantity.unit : "\(quantity.unit)/MeV"),
    ]
    return .object(members.map { ($0.0, .string($0.1)) })
  }
}

/// Values in the order [axis1, axis2, …] as SHIELD-HIT12A's results have them: the first axis fastest.
func firstAxisFastest(_ values: [Double], shape: [Int]) -> [Double] {
  guard shape.count > 1 else { return values }
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  var index = [Int](repeating: 0, count: shape.count)
  return values.indices.map { _ in
    let value = values[zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }]
    for axis in shape.indices {
      index[axis] += 1
      if index[axis] < shape[axis] { break }
      index[axis] = 0
    }
    return value
  }
}
