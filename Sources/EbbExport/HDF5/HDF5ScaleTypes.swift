internal import CHDF5

/// The types of the attributes of dimension scales.
struct HDF5ScaleTypes: ~Copyable {
  /// References to a dimension's scales.
  let list: HDF5Handle
  /// `ebb_h5_scale_use`.
  let use: HDF5Handle

  init() throws(HDF5Error) {
    let list = try HDF5Handle(.datatype, "H5Tvlen_create", H5Tvlen_create(ebb_h5t_std_ref_obj()))
    let use = try HDF5Handle(
      .datatype, "H5Tcreate", H5Tcreate(H5T_COMPOUND, MemoryLayout<ebb_h5_scale_use>.stride))
    try throwIfNegative("H5Tinsert", unsafe H5Tinsert(use.id, "dataset", 0, ebb_h5t_std_ref_obj()))
    let place = MemoryLayout<ebb_h5_scale_use>.offset(of: \.dimension)!
    try throwIfNegative("H5Tinsert", unsafe H5Tinsert(use.id, "dimension", place, ebb_h5t_native_int()))
    self.list = list
    self.use = use
  }
}
