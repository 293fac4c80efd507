/// The sum of counts, which stops at the largest number rather than the program: a store may hold any.
package func total(_ counts: some Sequence<Int64>) -> Int64 {
  counts.reduce(0) { sum, count in
    let (next, overflows) = sum.addingReportingOverflow(count)
    return overflows ? (count > 0 ? .max : .min) : next
  }
}
