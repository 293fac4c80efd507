extension StoredPage {
  /// The page's axes, interpreted.
  package func interpretedAxes() -> [Axis] {
    Axis.interpreted(axes, metadata, mayBeSphere: simulator == .topas)
  }
}
