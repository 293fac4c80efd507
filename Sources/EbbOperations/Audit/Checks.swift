/// All checks. The order is that of the findings of one severity.
let checks: [any Check] = [
  UnreadableCheck(), RepeatedNumbersCheck(), SameResultsCheck(), UndividedCheck(), FarOffCheck(),
  FailedTasksCheck(), AveragedCountsCheck(), AveragedRatiosCheck(),
  MissingPagesCheck(), LostPrimariesCheck(), StatedPrimariesCheck(), UnequalPrimariesCheck(),
  UnequalDirectCheck(), UnknownPrimariesCheck(), SwappedNamesCheck(), LabelsCheck(), MergedFilesCheck(),
  EmptyEstimatorsCheck(), MeshCheck(), PhaseSpaceCheck(), TimesCheck(), NonFiniteCheck(),
  NegativeValuesCheck(), ZeroPagesCheck(),
  OldResultsCheck(), LogarithmicAxesCheck(), AxisUnitsCheck(),
]
