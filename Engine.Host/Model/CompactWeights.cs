namespace Engine;

/// <summary>W as W(0) + C X: the coefficients and the unit rows they combine; W(0) comes from the seed.</summary>
/// <param name="Coefficients">C.</param>
/// <param name="Rows">X, (n, d).</param>
internal sealed record CompactWeights(SparseCoefficients Coefficients, float[] Rows);
