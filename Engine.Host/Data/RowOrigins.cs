namespace Engine;

/// <summary>Where each row of a data set came from, kept through splits so that a late error can still point at it.</summary>
/// <param name="Source">Path or name of the input.</param>
/// <param name="AreLines">True when numbers are lines counted from 1, false when they are rows counted from 0.</param>
/// <param name="Numbers">One number per row; null when row i is number i.</param>
internal sealed record RowOrigins(string Source, bool AreLines, int[]? Numbers)
{
    /// <summary>Rows of an input without lines, in input order.</summary>
    public static RowOrigins Rows(string source) => new(source, AreLines: false, Numbers: null);

    /// <summary>Rows of a text input; <paramref name="lines"/> has one line number, counted from 1, per row.</summary>
    public static RowOrigins Lines(string source, IEnumerable<int> lines) => new(source, AreLines: true, lines.ToArray());

    public string Place(int row) => AreLines ? $"{Source}:{Number(row)}" : $"{Source}, row {Number(row)}";

    public RowOrigins Select(ReadOnlySpan<int> rows)
    {
        var numbers = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) numbers[i] = Number(rows[i]);
        return this with { Numbers = numbers };
    }

    /// <summary>An exception that points at <paramref name="row"/>, and at <paramref name="field"/> in it when there is one.</summary>
    public InputException Error(int row, string? field, string rule, string? value)
    {
        if (AreLines) return new InputException(Source, Number(row), field, rule, value);
        string place = $"row {Number(row)}";
        return new InputException(Source, 0, field is null ? place : $"{place}, {field}", rule, value);
    }

    private int Number(int row) => Numbers is null ? row : Numbers[row];
}
