/// The sum of `term` over `values`, in four lanes that do not wait for each other; always in the same order.
@inline(__always)
func laneSum(of values: Span<Double>, _ term: (Double) -> Double) -> Double {
  var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
  let whole = values.count & ~3
  var index = 0
  while index < whole {
    a += term(values[index])
    b += term(values[index + 1])
    c += term(values[index + 2])
    d += term(values[index + 3])
    index += 4
  }
  while index < values.count {
    a += term(values[index])
    index += 1
  }
  return (a + b) + (c + d)
}
