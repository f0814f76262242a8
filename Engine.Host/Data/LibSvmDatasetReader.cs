using System.Globalization;

namespace Engine;

/// <summary>Reads a LibSVM file line by line, keeps what is listed, and lays it out densely at the end.</summary>
internal sealed class LibSvmDatasetReader
{
    private readonly string _source;
    private readonly int? _dimension;
    private readonly long _maxCells;
    private readonly TargetColumn _targets = new("target");
    private readonly List<int> _lines = [];
    private readonly List<int> _rowEnds = [];
    private readonly List<int> _columns = [];
    private readonly List<float> _values = [];
    private int _largestIndex;

    public LibSvmDatasetReader(string source, int? dimension, long maxCells)
    {
        _source = source;
        _dimension = dimension;
        _maxCells = maxCells;
        _largestIndex = dimension ?? 0;
    }

    public Dataset Read(TextReader text, TaskKind? task, IReadOnlyList<string>? classes)
    {
        for (int line = 1; text.ReadLine() is { } content; line++)
        {
            ReadOnlySpan<char> row = content;
            int comment = row.IndexOf('#');
            if (comment >= 0) row = row[..comment];
            row = row.Trim();
            if (!row.IsEmpty) AddRow(row, line);
        }

        if (_lines.Count == 0) throw new InputException(_source, 0, null, "the file must hold at least one row", "nothing");
        if (_largestIndex == 0) throw new InputException(_source, 0, null, "some row must list a feature", "none");
        RowOrigins origins = RowOrigins.Lines(_source, _lines);
        return new Dataset(Dense(), _largestIndex, [], _targets.Finish(origins, task, classes), origins);
    }

    private void AddRow(ReadOnlySpan<char> row, int line)
    {
        string target = NextToken(ref row).ToString();
        if (!NumericText.TryNumber(target, out double number) || !double.IsFinite(number))
            throw new InputException(_source, line, "target", "a line must start with a finite number", target);

        _targets.Add(target);
        _lines.Add(line);
        int previous = 0;
        while (!row.IsEmpty) previous = AddEntry(NextToken(ref row), previous, line);
        _rowEnds.Add(_values.Count);
        if ((long)_lines.Count * _largestIndex > _maxCells)
        {
            throw new InputException(_source, line, $"index {_largestIndex}",
                $"rows times the largest index must not exceed {_maxCells} cells", $"{_lines.Count} x {_largestIndex}");
        }
    }

    /// <returns>The index of the entry, counted from 1.</returns>
    private int AddEntry(ReadOnlySpan<char> entry, int previous, int line)
    {
        int colon = entry.IndexOf(':');
        if (colon < 0 || !int.TryParse(entry[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || entry[colon - 1] == 0)
            throw new InputException(_source, line, null, $"entries must be index:value with an index below {int.MaxValue}", entry.ToString());
        if (index <= previous)
        {
            throw new InputException(_source, line, $"index {index}", "indices must start at 1 and ascend",
                previous == 0 ? $"{index}" : $"{index} after {previous}");
        }

        if (index > _dimension)
            throw new InputException(_source, line, $"index {index}", $"indices must not exceed the dimension {_dimension}", $"{index}");
        ReadOnlySpan<char> text = entry[(colon + 1)..];
        if (NumericText.TryCell(text, out float value) is { } rule)
            throw new InputException(_source, line, $"index {index}", rule, text.ToString());

        _columns.Add(index - 1);
        _values.Add(value);
        _largestIndex = Math.Max(_largestIndex, index);
        return index;
    }

    private float[] Dense()
    {
        var cells = new float[_lines.Count * _largestIndex];
        int entry = 0;
        for (int row = 0; row < _lines.Count; row++)
        {
            for (; entry < _rowEnds[row]; entry++) cells[row * _largestIndex + _columns[entry]] = _values[entry];
        }

        return cells;
    }

    private static ReadOnlySpan<char> NextToken(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..].TrimStart();
        return token;
    }
}
