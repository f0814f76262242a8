using System.Globalization;

namespace Engine;

/// <summary>
/// Maps a raw row x to the unit vector a network sees: ((x - mean) * scale, constant), divided by its Euclidean norm.
/// Fitted once, stored with the model, applied again at every prediction.
/// </summary>
/// <remarks>Immutable. Arithmetic is in double precision; only the results are rounded to single.</remarks>
public sealed class FeatureTransform
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <summary>Rebuilds a transform from its stored parts.</summary>
    /// <param name="mean">Length d, at least 1; finite.</param>
    /// <param name="scale">Length d; finite, not negative, at least one positive.</param>
    /// <param name="appendedConstant">Finite, not negative; 0 appends nothing.</param>
    /// <exception cref="ArgumentException">A part breaks its rule; the message names the part and the value.</exception>
    public FeatureTransform(ReadOnlySpan<double> mean, ReadOnlySpan<double> scale, double appendedConstant)
    {
        if (mean.IsEmpty || mean.Length != scale.Length)
            throw new ArgumentException($"mean and scale must have one positive length: mean={mean.Length}, scale={scale.Length}.", nameof(scale));
        for (int column = 0; column < mean.Length; column++)
        {
            if (!double.IsFinite(mean[column]))
                throw new ArgumentException($"every mean must be finite: mean[{column}]={mean[column]}.", nameof(mean));
            if (!double.IsFinite(scale[column]) || scale[column] < 0)
                throw new ArgumentException($"every scale must be finite and not negative: scale[{column}]={scale[column]}.", nameof(scale));
        }

        if (!scale.ContainsAnyExcept(0.0)) throw new ArgumentException("some scale must be positive, found only zeros.", nameof(scale));
        RequireConstant(appendedConstant, nameof(appendedConstant));
        _mean = mean.ToArray();
        _scale = scale.ToArray();
        AppendedConstant = appendedConstant;
    }

    private FeatureTransform(int dimension)
    {
        (_mean, _scale, IsIdentity) = (new double[dimension], new double[dimension], true);
        Array.Fill(_scale, 1);
    }

    /// <summary>Whether rows are taken as they are, without unit length: for networks that were trained elsewhere.</summary>
    public bool IsIdentity { get; }

    /// <summary>The transform that changes nothing.</summary>
    /// <param name="dimension">d, at least 1.</param>
    internal static FeatureTransform Identity(int dimension) => new(dimension);

    /// <summary>Length d of a raw row.</summary>
    public int InputDimension => _mean.Length;

    /// <summary>Length of a transformed row: d, or d + 1 with an appended constant.</summary>
    public int OutputDimension => AppendedConstant > 0 ? _mean.Length + 1 : _mean.Length;

    /// <summary>What is subtracted from each column, length d, in the units of the data.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>What each centred column is multiplied by, length d: 1, or 1 / standard deviation, or 0 for a constant column.</summary>
    public ReadOnlySpan<double> Scale => _scale;

    /// <summary>The last coordinate before rows are scaled to unit length; 0 when there is none.</summary>
    public double AppendedConstant { get; }

    /// <summary>Learns means and scales from training rows.</summary>
    /// <param name="data">The training part only: what is learned here must not see test rows.</param>
    /// <param name="options">Null takes the defaults of <see cref="TransformOptions"/>; <see cref="Scaling.Auto"/> states the rule.</param>
    /// <exception cref="ArgumentException">The constant is negative or not finite, or the scaling is not a named value.</exception>
    /// <exception cref="InputException">No column varies, so that no row could be told from another.</exception>
    /// <remarks>O(n d), two passes.</remarks>
    public static FeatureTransform Fit(Dataset data, TransformOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TransformOptions();
        if (options.AppendConstant is { } chosen) RequireConstant(chosen, nameof(options));
        ColumnStatistics columns = ColumnStatistics.Of(data);
        if (columns.VaryingColumns == 0)
            throw new InputException(data.Source, 0, null, "at least one feature must vary between rows", $"{data.Dimension} constant columns");

        Scaling scaling = options.Scaling != Scaling.Auto ? options.Scaling
            : columns.AreCommensurate() ? Scaling.Centre : Scaling.Standardise;
        double constant = options.AppendConstant ?? (scaling == Scaling.Standardise ? 2 * Math.Sqrt(columns.VaryingColumns) : 0);
        double[] ones = [.. Enumerable.Repeat(1.0, data.Dimension)];
        return scaling switch
        {
            Scaling.None => new FeatureTransform(new double[data.Dimension], ones, constant),
            Scaling.Centre => new FeatureTransform(columns.Mean, ones, constant),
            Scaling.Standardise => new FeatureTransform(
                columns.Mean, Array.ConvertAll(columns.Deviation, deviation => deviation > 0 ? 1 / deviation : 0), constant),
            _ => throw new ArgumentException($"the scaling must be a named value: Scaling={options.Scaling}.", nameof(options)),
        };
    }

    /// <summary>Transforms one row.</summary>
    /// <param name="row">Raw, length <see cref="InputDimension"/>.</param>
    /// <param name="destination">Receives a vector of unit length, <see cref="OutputDimension"/> numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="InputException">The row has no direction: its norm is zero or not finite.</exception>
    /// <remarks>O(d); allocates nothing. Each coordinate is within half a unit in the last place of its double value.</remarks>
    public void Apply(ReadOnlySpan<float> row, Span<float> destination)
    {
        if (row.Length != InputDimension || destination.Length != OutputDimension)
        {
            throw new ArgumentException(
                $"row.Length == InputDimension and destination.Length == OutputDimension do not hold: row={row.Length}, "
                + $"input={InputDimension}, destination={destination.Length}, output={OutputDimension}.", nameof(row));
        }

        double norm = Write(row, destination);
        if (!IsUsable(norm)) throw new InputException("", 0, "row", NormRule, Text(norm));
    }

    /// <summary>Transforms every row.</summary>
    /// <param name="data">Raw rows of length <see cref="InputDimension"/>.</param>
    /// <returns>Shape <c>(n, OutputDimension)</c>, row-major; every row has unit length.</returns>
    /// <exception cref="ArgumentException">The dimension does not fit, or the result would exceed <see cref="Dataset.MaxCells"/>.</exception>
    /// <exception cref="InputException">A row has no direction; the message names its place.</exception>
    /// <remarks>O(n d).</remarks>
    public float[] Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        long cells = (long)data.Count * OutputDimension;
        if (data.Dimension != InputDimension || cells > Dataset.MaxCells)
        {
            throw new ArgumentException(
                $"Dimension == InputDimension and n * OutputDimension <= {Dataset.MaxCells} do not hold: Dimension={data.Dimension}, "
                + $"InputDimension={InputDimension}, n={data.Count}, OutputDimension={OutputDimension}.", nameof(data));
        }

        var result = new float[cells];
        for (int row = 0; row < data.Count; row++)
        {
            double norm = Write(data.Row(row), result.AsSpan(row * OutputDimension, OutputDimension));
            if (!IsUsable(norm)) throw data.RowError(row, NormRule, Text(norm));
        }

        return result;
    }

    /// <summary>Throws what <see cref="Apply(Dataset)"/> would throw for a row without direction.</summary>
    internal void RequireDirections(Dataset data)
    {
        var scratch = new float[OutputDimension];
        for (int row = 0; row < data.Count; row++)
        {
            double norm = Write(data.Row(row), scratch);
            if (!IsUsable(norm)) throw data.RowError(row, NormRule, Text(norm));
        }
    }

    /// <summary>One sentence that says what the transform does and why.</summary>
    public string Describe()
    {
        if (IsIdentity) return "Takes every row as it is read.";
        string columns = InputDimension == 1 ? "the one column" : $"each of the {InputDimension} columns";
        string step = _scale.AsSpan().ContainsAnyExcept(1.0)
            ? $"Standardises {columns} so that units do not matter"
            : _mean.AsSpan().ContainsAnyExcept(0.0)
                ? $"Subtracts the mean of {columns} so that rows share no direction, keeps the common scale"
                : $"Leaves {columns} as read";
        string constant = AppendedConstant > 0
            ? $", appends the constant {AppendedConstant.ToString("0.###", CultureInfo.InvariantCulture)} so that the length of a row is not lost"
            : "";
        return $"{step}{constant}, and gives every row unit length, as the network expects.";
    }

    private const string NormRule = "the norm of a centred and scaled row must be positive and finite";

    /// <returns>The norm before scaling; when it is not usable the destination is not written.</returns>
    private double Write(ReadOnlySpan<float> row, Span<float> destination)
    {
        if (IsIdentity)
        {
            row.CopyTo(destination);
            return 1;
        }

        double sum = AppendedConstant * AppendedConstant;
        for (int column = 0; column < row.Length; column++)
        {
            double scaled = (row[column] - _mean[column]) * _scale[column];
            sum += scaled * scaled;
        }

        double norm = Math.Sqrt(sum);
        if (!IsUsable(norm)) return norm;
        for (int column = 0; column < row.Length; column++)
            destination[column] = (float)((row[column] - _mean[column]) * _scale[column] / norm);
        if (AppendedConstant > 0) destination[^1] = (float)(AppendedConstant / norm);
        return norm;
    }

    private static bool IsUsable(double norm) => norm > 0 && double.IsFinite(norm);

    private static string Text(double norm) => norm.ToString("R", CultureInfo.InvariantCulture);

    private static void RequireConstant(double constant, string parameter)
    {
        if (!double.IsFinite(constant) || constant < 0)
            throw new ArgumentException($"the appended constant must be finite and not negative: {constant}.", parameter);
    }
}
