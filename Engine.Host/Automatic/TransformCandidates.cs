namespace Engine;

/// <summary>The transforms worth a try.</summary>
internal static class TransformCandidates
{
    /// <summary>Centred and standardised columns, each without a constant and with one as long as a row, or twice that, in the mean; what the options fix stays.</summary>
    /// <returns>Short constants first, and of two scalings first the one that <see cref="Scaling.Auto"/> takes.</returns>
    public static IReadOnlyList<TransformOptions> For(Dataset data, TransformOptions given)
    {
        ColumnStatistics columns = ColumnStatistics.Of(data);
        Scaling[] scalings = given.Scaling != Scaling.Auto ? [given.Scaling]
            : columns.AreCommensurate() ? [Scaling.Centre, Scaling.Standardise] : [Scaling.Standardise, Scaling.Centre];
        double[] lengths = [0, 1, 2];
        return given.AppendConstant is { } constant
            ? [.. scalings.Select(scaling => new TransformOptions { Scaling = scaling, AppendConstant = constant })]
            : [.. lengths.SelectMany(length => scalings.Select(scaling => new TransformOptions { Scaling = scaling, AppendConstant = length * Length(columns, scaling) }))];
    }

    /// <summary>Root of the mean squared length of a row whose columns are scaled.</summary>
    private static double Length(ColumnStatistics columns, Scaling scaling)
    {
        double square = 0;
        for (int column = 0; column < columns.Mean.Length; column++)
        {
            double deviation = columns.Deviation[column], mean = columns.Mean[column];
            square += scaling switch
            {
                Scaling.Standardise => deviation > 0 ? 1 : 0,
                Scaling.None => deviation * deviation + mean * mean,
                _ => deviation * deviation,
            };
        }

        return Math.Sqrt(square);
    }
}
