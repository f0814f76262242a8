namespace Engine;

/// <summary>Reads features and, from a second file, targets, in the binary formats.</summary>
internal static class BinaryDatasetReader
{
    /// <summary>Integers up to here have an exact double.</summary>
    private const double LargestExactInteger = 1L << 53;

    public static Dataset ReadNpy(string featuresPath, string? targetsPath, TaskKind? task, IReadOnlyList<string>? classes) =>
        Read(featuresPath, targetsPath, task, classes, static input => NpyHeaderReader.Read(input, integersAllowed: false),
            static input => NpyHeaderReader.Read(input, integersAllowed: true), integersAreClasses: false);

    public static Dataset ReadIdx(string imagesPath, string? labelsPath, TaskKind? task, IReadOnlyList<string>? classes) =>
        Read(imagesPath, labelsPath, task, classes, IdxHeaderReader.Read, IdxHeaderReader.Read, integersAreClasses: true);

    private static Dataset Read(
        string featuresPath, string? targetsPath, TaskKind? task, IReadOnlyList<string>? classes,
        Func<BinaryInput, BinaryHeader> featureHeader, Func<BinaryInput, BinaryHeader> targetHeader, bool integersAreClasses)
    {
        using BinaryInput input = BinaryInput.Open(featuresPath);
        BinaryHeader header = featureHeader(input);
        header.RequireRank(featuresPath, oneDimensional: false);
        int dimension = header.RowLength;
        float[] features = input.ReadToEnd(header, (wide, at) => NumericText.TryCell(wide, out float cell) is { } rule
            ? throw CellError(featuresPath, $"row {at / dimension}, column {at % dimension}", rule, wide)
            : cell);

        DatasetTargets targets = DatasetTargets.None;
        if (targetsPath is not null)
        {
            using BinaryInput answers = BinaryInput.Open(targetsPath);
            BinaryHeader declared = targetHeader(answers);
            if (integersAreClasses && declared.Format.IsInteger) task ??= TaskKind.Classification;
            targets = ReadTargets(answers, declared, header.Count, featuresPath).Finish(RowOrigins.Rows(targetsPath), task, classes);
        }

        return new Dataset(features, dimension, [], targets, RowOrigins.Rows(featuresPath));
    }

    private static TargetColumn ReadTargets(BinaryInput input, BinaryHeader header, int rows, string featuresPath)
    {
        header.RequireRank(input.Path, oneDimensional: true);
        if (header.Count != rows)
        {
            throw new InputException(input.Path, 0, "header field 'shape'",
                $"there must be one target for each of the {rows} rows of {featuresPath}", $"{header.Count}");
        }

        double[] values = input.ReadToEnd(header, (value, at) =>
        {
            if (!double.IsFinite(value)) throw CellError(input.Path, $"row {at}", "every target must be a finite number", value);
            if (header.Format.IsInteger && Math.Abs(value) > LargestExactInteger)
                throw CellError(input.Path, $"row {at}", $"integer targets must lie within ±{LargestExactInteger}", value);
            return value;
        });
        var column = new TargetColumn(field: null);
        foreach (double value in values) column.Add(NumericText.Canonical(value));
        return column;
    }

    private static InputException CellError(string path, string field, string rule, double value) =>
        new(path, 0, field, rule, NumericText.Canonical(value));
}
