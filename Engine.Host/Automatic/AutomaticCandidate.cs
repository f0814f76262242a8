namespace Engine;

/// <summary>A transform and a shift that <see cref="AutomaticChoice"/> looked at, with the ridge that suits them.</summary>
/// <param name="Scaling">What is done to columns.</param>
/// <param name="Constant">What is appended to each row, in units of the scaled columns; 0 for nothing.</param>
/// <param name="Shift">b.</param>
/// <param name="Ridge">Relative to the mean diagonal of the Gram matrix; 0 interpolates.</param>
/// <param name="Error">
/// Leave-one-out error: the share of rows mistaken for another class, or the mean squared error over the variance of the targets.
/// </param>
/// <param name="Generalised">Generalised cross-validation of the squared error, summed over outputs.</param>
public sealed record AutomaticCandidate(Scaling Scaling, double Constant, double Shift, double Ridge, double Error, double Generalised);
