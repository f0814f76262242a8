namespace Engine;

/// <summary>One candidate of <see cref="KernelCrossValidation"/>.</summary>
/// <param name="Shift">b.</param>
/// <param name="RelativeRidge">Ridge over the kernel's diagonal P(N > b).</param>
/// <param name="Score">Generalised cross-validation, summed over outputs: an estimate of the squared error on new samples, of one sample.</param>
/// <param name="EffectiveParameters">tr A, the number of parameters the fit uses, in [0, n].</param>
internal readonly record struct CrossValidationRow(double Shift, double RelativeRidge, double Score, double EffectiveParameters);
