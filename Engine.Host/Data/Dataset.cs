namespace Engine;

/// <summary>A table of numbers in memory: n rows of d features and, for each row, a number, a class or nothing.</summary>
/// <remarks>
/// <para>Immutable. Features are raw, as read; <see cref="FeatureTransform"/> centres and scales them.</para>
/// <para>
/// Unless the caller names the task, targets are <em>classes</em> if any of them is not a number, or if all are
/// integers with at most 32 distinct values and on average at least 5 rows per value; else they are <em>numbers</em>.
/// Numbers that are equal name the same class ("1.0" is "1"). Class names are ordered as numbers when all are
/// numbers, else by ordinal comparison.
/// </para>
/// </remarks>
public sealed partial class Dataset
{
    /// <summary>The most feature cells (n times d) a data set can hold: the longest array of .NET, 8 GiB of floats.</summary>
    public const int MaxCells = 0x7FFFFFC7;

    /// <summary>The most cells (n times d) a LibSVM file may expand to: 1 GiB of floats, whatever its indices claim.</summary>
    public const int MaxLibSvmCells = 1 << 28;

    private readonly float[] _features;
    private readonly DatasetTargets _targets;
    private readonly RowOrigins _origins;
    private readonly double[] _weights;

    internal Dataset(float[] features, int dimension, string[] featureNames, DatasetTargets targets, RowOrigins origins, double[]? weights = null)
    {
        _weights = weights ?? [];
        _features = features;
        _targets = targets;
        _origins = origins;
        Dimension = dimension;
        Count = features.Length / dimension;
        FeatureNames = Array.AsReadOnly(featureNames);
        ClassNames = Array.AsReadOnly(targets.ClassNames);
    }

    /// <summary>Number of rows n, at least 1.</summary>
    public int Count { get; }

    /// <summary>Features per row d, at least 1.</summary>
    public int Dimension { get; }

    /// <summary>All features, shape <c>(n, d)</c>, row-major; every value is finite.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>What the rows are labelled with.</summary>
    public TaskKind Task => _targets.Task;

    /// <summary>Class names by code; empty unless <see cref="Task"/> is <see cref="TaskKind.Classification"/>.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>One class code per row, an index into <see cref="ClassNames"/>; empty unless the task is classification.</summary>
    public ReadOnlySpan<int> Labels => _targets.Labels;

    /// <summary>One finite number per row; empty unless the task is regression.</summary>
    public ReadOnlySpan<double> Targets => _targets.Values;

    /// <summary>How much each row counts in training, finite and above 0; empty when all count the same.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Column names, d of them; empty when the source names none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Path or name of the input, as given.</summary>
    public string Source => _origins.Source;

    /// <summary>The features of one row, length d.</summary>
    /// <param name="row">0-based.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not below <see cref="Count"/>.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        RequireRow(row);
        return _features.AsSpan(row * Dimension, Dimension);
    }

    /// <summary>
    /// Where the row came from, for messages: <c>digits.csv:17</c> (line counted from 1) for text, and
    /// <c>digits.npy, row 17</c> (counted from 0) for everything else. Splits keep it.
    /// </summary>
    /// <param name="row">0-based.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not below <see cref="Count"/>.</exception>
    public string Place(int row)
    {
        RequireRow(row);
        return _origins.Place(row);
    }

    /// <summary>The same rows with other weights.</summary>
    /// <param name="weights">One per row, finite and above 0.</param>
    /// <exception cref="ArgumentException">Their number differs from <see cref="Count"/>.</exception>
    /// <exception cref="InputException">A weight is not finite or not above 0; the message names the row.</exception>
    public Dataset WithWeights(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count != Count) throw new ArgumentException($"weights.Count == Count does not hold: weights={weights.Count}, Count={Count}.", nameof(weights));
        for (int row = 0; row < Count; row++)
        {
            if (!(weights[row] > 0 && double.IsFinite(weights[row]))) throw _origins.Error(row, "weight", NumericText.WeightRule, NumericText.Canonical(weights[row]));
        }

        return new Dataset(_features, Dimension, [.. FeatureNames], _targets, _origins, [.. weights]);
    }

    /// <summary>Shuffles the rows and divides them into a training part and a test part.</summary>
    /// <param name="testFraction">Share of the rows that goes to the test part, strictly between 0 and 1.</param>
    /// <param name="seed">The same seed gives the same parts on every machine.</param>
    /// <returns>Two non-empty parts that share no row and together hold all.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is not strictly between 0 and 1.</exception>
    /// <exception cref="ArgumentException">The fraction is so small, or the rows so few, that the test part would be empty.</exception>
    /// <remarks>
    /// Of n rows, n * testFraction rounded to the nearest integer (halves up) are tested, but never all. In a
    /// classification this holds for each class by itself, so every class keeps at least one row to train on.
    /// Both parts list all <see cref="ClassNames"/>. Copies the features once.
    /// </remarks>
    public DatasetSplit Split(double testFraction, ulong seed) => SplitPlan.Apply(this, testFraction, seed);

    /// <summary>The given rows in the given order, as a data set of its own; copies their features.</summary>
    internal Dataset Select(ReadOnlySpan<int> rows)
    {
        var features = new float[rows.Length * Dimension];
        for (int i = 0; i < rows.Length; i++) Row(rows[i]).CopyTo(features.AsSpan(i * Dimension));
        return new Dataset(features, Dimension, [.. FeatureNames], _targets.Select(rows), _origins.Select(rows), DatasetTargets.Pick(_weights, rows));
    }

    /// <summary>An exception that points at one row of the input.</summary>
    internal InputException RowError(int row, string rule, string? value) => _origins.Error(row, null, rule, value);

    private void RequireRow(int row)
    {
        if ((uint)row >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"0 <= row < Count does not hold: row={row}, Count={Count}.");
    }
}
