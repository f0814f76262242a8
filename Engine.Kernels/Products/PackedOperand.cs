namespace Engine.Kernels;

/// <summary>
/// One side of a product as the packer reads it: a sum of matrices of equal shape and layout. Lanes are the rows of A or the columns of B;
/// depth is the index that the product sums over.
/// </summary>
/// <remarks>One of the two steps is 1. A plain matrix is a sum of one term with coefficient 1.</remarks>
internal unsafe struct PackedOperand
{
    /// <summary>The terms, at least one.</summary>
    internal PackTerm* Terms;

    /// <summary>Number of terms.</summary>
    internal int TermCount;

    /// <summary>Elements from one lane to the next.</summary>
    internal nint LaneStep;

    /// <summary>Elements from one depth to the next.</summary>
    internal nint DepthStep;

    /// <summary>Lanes in all.</summary>
    internal int Lanes;
}
