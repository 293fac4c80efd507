internal import CEbbKernels
internal import EbbModel

extension NumberKernel {
  /// What one look at values tells that are all finite: what `ValueFacts` gives, to the last bit.
  func facts(of values: [Double]) -> ValueFacts {
    var found = ebb_look()
    unsafe values.withUnsafeBufferPointer { values in
      unsafe look(values.baseAddress, values.count, &found)
    }
    let sums = found.sums
    let digests = found.digests
    return ValueFacts(
      count: values.count, nonZero: Int(found.non_zero),
      sums: SIMD8(sums.0, sums.1, sums.2, sums.3, sums.4, sums.5, sums.6, sums.7),
      digests: SIMD8(
        digests.0, digests.1, digests.2, digests.3, digests.4, digests.5, digests.6, digests.7),
      signs: found.signs, largest: found.largest, smallest: found.smallest)
  }
}
