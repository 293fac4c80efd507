/// The sum of counts, which stops at the largest number rather than the program: a store may hold any.
package func total<Count: FixedWidthInteger>(_ counts: some Sequence<Count>) -> Count {
  counts.reduce(0) { sum, count in
    let (next, overflows) = sum.addingReportingOverflow(count)
    return overflows ? (count > 0 ? .max : .min) : next
  }
}

/// `a` less `b`, which stops at the largest and the smallest number as `total` does.
package func difference(_ a: Int64, _ b: Int64) -> Int64 {
  let (difference, overflows) = a.subtractingReportingOverflow(b)
  return overflows ? (b < 0 ? .max : .min) : difference
}
