namespace Engine.Cli;

/// <summary>The object of <c>finetune --json</c>; the help of the command says what its parts mean.</summary>
internal sealed record FineTuneReport
{
    public required string Status { get; init; }
    public required string Message { get; init; }
    public required int Layer { get; init; }
    public double? DenseAccuracy { get; init; }
    public double? SparseAccuracy { get; init; }
    public double? Accuracy { get; init; }
    public double? DenseTuned { get; init; }
    public double? DenseSeconds { get; init; }
    public required IReadOnlyList<double> Fired { get; init; }
    public required int Iterations { get; init; }
    public required double Seconds { get; init; }
    public required int Samples { get; init; }
    public required int TestSamples { get; init; }
    public int? Rank { get; init; }
    public string? Model { get; init; }

    /// <summary>The share of rows classified right, or R2.</summary>
    public static double? Score(Evaluation evaluation) => evaluation.Accuracy ?? evaluation.R2;
}
