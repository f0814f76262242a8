using System.Globalization;

namespace Engine;

/// <summary>What the header of an NPY or IDX file declares.</summary>
/// <param name="Format">How each number is stored.</param>
/// <param name="Shape">Sizes from the slowest to the fastest dimension; each is at least 1 after <see cref="Create"/>.</param>
internal sealed record BinaryHeader(ElementFormat Format, int[] Shape)
{
    public int Count => Shape[0];

    /// <summary>Numbers per row.</summary>
    public int RowLength => Shape.Skip(1).Aggregate(1, static (product, size) => product * size);

    /// <summary>Checks declared sizes before anything is allocated for them.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="format">How each number is stored.</param>
    /// <param name="sizes">As declared.</param>
    /// <exception cref="InputException">A size is below 1, or their product is above <see cref="Dataset.MaxCells"/>.</exception>
    public static BinaryHeader Create(string path, ElementFormat format, IReadOnlyList<long> sizes)
    {
        long cells = 1;
        foreach (long size in sizes)
        {
            // Both factors are below 2^31 here, so the product fits in a long.
            bool fits = size >= 1 && size <= Dataset.MaxCells && (cells *= size) <= Dataset.MaxCells;
            if (!fits)
            {
                throw new InputException(path, 0, "header field 'shape'",
                    $"sizes must be at least 1 and multiply to at most {Dataset.MaxCells}", Text(sizes));
            }
        }

        return new BinaryHeader(format, [.. sizes.Select(size => (int)size)]);
    }

    /// <exception cref="InputException">The number of dimensions is not one that the caller can use.</exception>
    public void RequireRank(string path, bool oneDimensional)
    {
        if (oneDimensional ? Shape.Length == 1 : Shape.Length >= 2) return;
        string rule = oneDimensional ? "targets must have one dimension" : "features must have at least two dimensions, rows first";
        throw new InputException(path, 0, "header field 'shape'", rule, Text([.. Shape.Select(size => (long)size)]));
    }

    private static string Text(IReadOnlyList<long> sizes) =>
        $"({string.Join(", ", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))})";
}
