extension VolumeField {
  /// The numbers of several fields voxel by voxel: the value, its error, the next value.
  static func components(of fields: [VolumeField]) -> [Double] {
    guard fields.count > 1 else { return fields.first?.numbers ?? [] }
    var numbers: [Double] = []
    numbers.reserveCapacity(fields.count * fields[0].numbers.count)
    for voxel in fields[0].numbers.indices {
      for field in fields { numbers.append(field.numbers[voxel]) }
    }
    return numbers
  }
}
