namespace Engine.Kernels;

/// <summary>An operator and the state to draw the next one from.</summary>
/// <typeparam name="TOperator">Type of the operator.</typeparam>
/// <param name="Operator">The operator; the caller disposes it.</param>
/// <param name="Next">Begins right after the last element the operator uses: operators drawn in turn are independent.</param>
public sealed record Sampled<TOperator>(TOperator Operator, RngState Next);
