internal import CHDF5

/// Dimension scales: the library's `H5DSattach_scale`, for many small datasets. It writes a scale's list of what is over
/// it anew for each, in a place of its own. Here each list is written once, by `finish`, in the same form (HDF5 Dimension
/// Scale Specification 1.0, "Dimension Scale Attributes"), which the library reads and changes as its own.
extension HDF5File {
  /// Makes a dataset the scale of the dimension that is called `name`.
  func scale(_ dataset: consuming HDF5Handle, named name: String) throws(HDF5Error) -> HDF5Scale {
    try throwIfNegative("H5DSset_scale", unsafe H5DSset_scale(dataset.id, name))
    return try HDF5Scale(dataset)
  }

  /// A dimension without a variable, as netCDF-4 marks it ("NetCDF-4 Format", HDF5 Dimension Scales).
  func bareDimension(_ name: String, length: Int, in group: hid_t) throws(HDF5Error) -> HDF5Scale {
    let space = try space([length])
    let dataset = try create(
      name, type: ebb_h5t_ieee_f32be(), space: space.id, creation: datasetCreation.id, in: group)
    let digits = String(length)
    let padding = String(repeating: " ", count: max(0, 10 - digits.count))
    return try scale(
      dataset, named: "This is a netCDF dimension but not a netCDF variable." + padding + digits)
  }

  /// Gives a dataset its scales: one for each dimension, in their order; none to a scalar. Once for each dataset.
  func attach(_ scales: [HDF5Scale], to dataset: hid_t) throws(HDF5Error) {
    guard !scales.isEmpty else { return }
    let reference = try Self.reference(to: dataset)
    for (dimension, scale) in scales.enumerated() {
      scale.uses.append(
        ebb_h5_scale_use(dataset: reference, dimension: Int32(dimension), unused: 0))
    }
    var references = scales.map(\.reference)
    let type = scaleTypes.list.id
    try set("DIMENSION_LIST", count: scales.count, of: type, on: dataset) { attribute in
      unsafe references.withUnsafeMutableBufferPointer { references in
        let lists = unsafe references.indices.map { unsafe hvl_t(len: 1, p: references.baseAddress! + $0) }
        return unsafe H5Awrite(attribute, type, lists)
      }
    }
  }

  /// Writes with each scale what is over it, when all of that is written.
  func finish(_ scales: [HDF5Scale]) throws(HDF5Error) {
    let type = scaleTypes.use.id
    for scale in scales where !scale.uses.isEmpty {
      try set("REFERENCE_LIST", count: scale.uses.count, of: type, on: scale.dataset.id) {
        unsafe H5Awrite($0, type, scale.uses)
      }
    }
  }

  static func reference(to object: hid_t) throws(HDF5Error) -> hobj_ref_t {
    var reference: hobj_ref_t = 0
    try throwIfNegative("H5Rcreate", unsafe ebb_h5r_create(&reference, object))
    return reference
  }
}
