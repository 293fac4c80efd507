/// A dataset that is the scale of a dimension, open while others are written over it.
final class HDF5Scale {
  let dataset: HDF5Handle

  init(_ dataset: consuming HDF5Handle) { self.dataset = dataset }
}
