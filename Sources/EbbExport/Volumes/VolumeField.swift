/// Numbers of every voxel of a volume, x fastest: of its values, or of their errors.
struct VolumeField {
  /// "dose", "dose_error".
  let name: String
  /// "MeV g-1".
  let unit: String
  let numbers: [Double]
}
