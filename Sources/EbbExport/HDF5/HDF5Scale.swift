internal import CHDF5

/// A dataset that is the scale of a dimension, open while others are written over it.
final class HDF5Scale {
  let dataset: HDF5Handle
  let reference: hobj_ref_t
  /// What is written over it, and as which of its dimensions.
  var uses: [ebb_h5_scale_use] = []

  init(_ dataset: consuming HDF5Handle) throws(HDF5Error) {
    reference = try HDF5File.reference(to: dataset.id)
    self.dataset = dataset
  }
}
