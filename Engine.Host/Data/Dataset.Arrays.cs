using System.Globalization;

namespace Engine;

public sealed partial class Dataset
{
    private const string MemorySource = "memory";

    /// <summary>Copies rows without targets.</summary>
    /// <param name="features">Shape <c>(n, dimension)</c>, row-major, at least one row.</param>
    /// <param name="dimension">Features per row, at least 1.</param>
    /// <returns>A data set whose <see cref="Source"/> is <c>memory</c>.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="InputException">A feature is not finite.</exception>
    public static Dataset FromArrays(ReadOnlySpan<float> features, int dimension)
    {
        RequireShape(features, dimension);
        return FromCells(features, dimension, DatasetTargets.None);
    }

    /// <summary>Copies rows and one number for each.</summary>
    /// <param name="features">Shape <c>(n, dimension)</c>, row-major, at least one row.</param>
    /// <param name="dimension">Features per row, at least 1.</param>
    /// <param name="targets">Length n.</param>
    /// <returns>A data set for <see cref="TaskKind.Regression"/>.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="InputException">A feature or a target is not finite.</exception>
    public static Dataset FromArrays(ReadOnlySpan<float> features, int dimension, double[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        RequireTargets(RequireShape(features, dimension), targets.Length);
        int bad = Array.FindIndex(targets, target => !double.IsFinite(target));
        if (bad >= 0) throw NotFinite(bad, "target", targets[bad]);
        return FromCells(features, dimension, DatasetTargets.Numbers([.. targets]));
    }

    /// <summary>Copies rows and one class for each; the numbers, in ascending order, become the class names.</summary>
    /// <param name="features">Shape <c>(n, dimension)</c>, row-major, at least one row.</param>
    /// <param name="dimension">Features per row, at least 1.</param>
    /// <param name="classes">Length n; any integers, at least two distinct.</param>
    /// <returns>A data set for <see cref="TaskKind.Classification"/>.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="InputException">A feature is not finite, or there is only one class.</exception>
    public static Dataset FromArrays(ReadOnlySpan<float> features, int dimension, int[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return FromArrays(features, dimension, Array.ConvertAll(classes, name => name.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Copies rows and one named class for each.</summary>
    /// <param name="features">Shape <c>(n, dimension)</c>, row-major, at least one row.</param>
    /// <param name="dimension">Features per row, at least 1.</param>
    /// <param name="classes">Length n; at least two distinct names.</param>
    /// <returns>A data set for <see cref="TaskKind.Classification"/>.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a name is null.</exception>
    /// <exception cref="InputException">A feature is not finite, or there is only one class.</exception>
    public static Dataset FromArrays(ReadOnlySpan<float> features, int dimension, string[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        RequireTargets(RequireShape(features, dimension), classes.Length);
        var column = new TargetColumn(field: null);
        foreach (string name in classes)
            column.Add(name ?? throw new ArgumentException("every class must have a name, found null.", nameof(classes)));
        DatasetTargets targets = column.Finish(RowOrigins.Rows(MemorySource), TaskKind.Classification, classes: null);
        return FromCells(features, dimension, targets);
    }

    private static Dataset FromCells(ReadOnlySpan<float> features, int dimension, DatasetTargets targets)
    {
        for (int i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i])) throw NotFinite(i / dimension, $"column {i % dimension}", features[i]);
        }

        return new Dataset(features.ToArray(), dimension, [], targets, RowOrigins.Rows(MemorySource));
    }

    /// <returns>The number of rows.</returns>
    private static int RequireShape(ReadOnlySpan<float> features, int dimension)
    {
        if (dimension < 1)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"dimension >= 1 does not hold: dimension={dimension}.");
        if (features.IsEmpty || features.Length % dimension != 0)
        {
            throw new ArgumentException(
                $"features must hold a positive multiple of dimension: length={features.Length}, dimension={dimension}.", nameof(features));
        }

        return features.Length / dimension;
    }

    private static void RequireTargets(int rows, int targets)
    {
        if (targets != rows) throw new ArgumentException($"targets == rows does not hold: targets={targets}, rows={rows}.", nameof(targets));
    }

    private static InputException NotFinite(int row, string field, double value) =>
        RowOrigins.Rows(MemorySource).Error(row, field, "every value must be a finite number", NumericText.Canonical(value));
}
