namespace Engine.Indexing;

/// <summary>The rules that every index asks of its callers.</summary>
internal static class Inputs
{
    /// <summary>Rows of a (n, d) matrix of finite numbers.</summary>
    public static int Rows(ReadOnlySpan<float> values, int dimension, string name)
    {
        if (values.Length % dimension != 0)
            throw new ArgumentException($"{name}.Length is a multiple of the dimension does not hold: length={values.Length}, dimension={dimension}.", name);
        for (int k = 0; k < values.Length; k++)
        {
            if (!float.IsFinite(values[k]))
                throw new ArgumentException($"{name} are finite does not hold: row {k / dimension}, column {k % dimension} is {values[k]}.", name);
        }

        return values.Length / dimension;
    }

    /// <summary>One point of d finite numbers.</summary>
    public static void Point(ReadOnlySpan<float> point, int dimension)
    {
        if (point.Length != dimension)
            throw new ArgumentException($"point.Length == dimension does not hold: length={point.Length}, dimension={dimension}.", nameof(point));
        Rows(point, dimension, nameof(point));
    }

    /// <summary>A threshold that is a number.</summary>
    public static void Threshold(float threshold)
    {
        if (float.IsNaN(threshold)) throw new ArgumentException("the threshold is a number does not hold: threshold=NaN.", nameof(threshold));
    }

    /// <summary>d >= 1.</summary>
    public static void Dimension(int dimension) => ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);

    /// <summary>[first, first + count) inside [0, total).</summary>
    public static void Range(int first, int count, int total)
    {
        if (first < 0 || count < 0 || first > total - count)
            throw new ArgumentOutOfRangeException(nameof(first), first, $"[{first}, {first} + {count}) lies inside [0, {total}) does not hold.");
    }

    /// <summary>An id that is not in use.</summary>
    public static void FreeId(int id, bool used)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        if (used) throw new ArgumentException($"an inserted id is not in use does not hold: id={id}.", nameof(id));
    }

    /// <summary>An id that is in use.</summary>
    public static void UsedId(int id, bool used)
    {
        if (!used) throw new ArgumentException($"a point has this id does not hold: id={id}.", nameof(id));
    }
}
