namespace Engine.Kernels;

/// <summary>One matrix of the sum that a <see cref="PackedOperand"/> stands for.</summary>
/// <param name="source">Element (lane 0, depth 0).</param>
/// <param name="coefficient">Its factor in the sum.</param>
internal readonly unsafe struct PackTerm(float* source, float coefficient)
{
    /// <summary>Element (lane 0, depth 0).</summary>
    internal readonly float* Source = source;

    /// <summary>Factor in the sum.</summary>
    internal readonly float Coefficient = coefficient;
}
