/// A number as it is written by hand, of any size: 3, 0.25, 1e+300; a whole one without ".0".
package func plainNumber(_ number: Double) -> String {
  Int64(exactly: number).map(String.init) ?? "\(number)"
}
