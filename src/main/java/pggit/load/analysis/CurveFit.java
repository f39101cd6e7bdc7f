package pggit.load.analysis;

/**
 * The best curve of a candidate.
 *
 * @param squares sum of squared residuals of the logarithms
 * @param aicc Akaike's criterion, corrected for small samples; comparable between all fits to the
 *     same measurements
 */
record CurveFit(Candidate candidate, GrowthCurve curve, double squares, double aicc) {}
