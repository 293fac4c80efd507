/// All checks. The order is that of the findings of one severity.
let checks: [any Check] = [
  UnreadableCheck(), RepeatedNumbersCheck(), SameResultsCheck(), FailedTasksCheck(), AveragedCountsCheck(),
  MissingPagesCheck(), LostPrimariesCheck(), StatedPrimariesCheck(), UnequalPrimariesCheck(),
  UnequalDirectCheck(), UnknownPrimariesCheck(), SwappedNamesCheck(), LabelsCheck(), MergedFilesCheck(),
  EmptyEstimatorsCheck(), MeshCheck(), PhaseSpaceCheck(), TimesCheck(), NonFiniteCheck(), ZeroPagesCheck(),
  OldResultsCheck(), LogarithmicAxesCheck(), AxisUnitsCheck(),
]
