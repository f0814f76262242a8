namespace Engine.Perf;

/// <summary>How the operands of a product lie in memory.</summary>
internal enum GemmForm
{
    /// <summary>A, B and C row-major.</summary>
    Plain,

    /// <summary>A column-major.</summary>
    LeftTransposed,

    /// <summary>B column-major.</summary>
    RightTransposed,

    /// <summary>Lower triangle of A A^T.</summary>
    Symmetric,
}
