namespace Engine;

/// <summary>A training point that makes its own Gram matrices.</summary>
internal interface IGramSource
{
    /// <summary>Whether outputs share weights, so that J J^T is one n K x n K system; <see cref="BuildGram"/> then gives the mean of its diagonal blocks. Else K systems.</summary>
    bool Coupled { get; }

    /// <summary>Mean of the diagonal of J J^T at the present point.</summary>
    double MeanDiagonal { get; }

    /// <summary>Writes the lower triangle of a block of J J^T at the present point.</summary>
    /// <param name="system">k; 0 when coupled.</param>
    /// <param name="gram">n rows, <paramref name="stride"/> doubles apart.</param>
    /// <param name="stride">Doubles between rows.</param>
    unsafe void BuildGram(int system, double* gram, long stride);
}
