using System.Globalization;
using System.Text;
using CsvHelper;

namespace Engine;

/// <summary>Reads a CSV table row by row; only the numbers and the distinct labels stay in memory.</summary>
internal sealed class CsvDatasetReader
{
    /// <summary>Longest row in bytes. Bounds what one unclosed quote can make the parser buffer.</summary>
    private const int MaxRowBytes = 1 << 26;

    private readonly CsvReader _csv;
    private readonly string _source;
    private readonly List<float> _cells = [];
    private readonly List<int> _lines = [];
    private readonly List<double> _weights = [];
    private TargetColumn? _targets;

    private CsvDatasetReader(CsvReader csv, string source)
    {
        _csv = csv;
        _source = source;
    }

    public static Dataset Read(Stream stream, string source, string? label, CsvOptions options)
    {
        using CsvReader csv = CsvReader.Create(stream, Settings(source, options), leaveOpen: true);
        return new CsvDatasetReader(csv, source).ReadBatches(int.MaxValue, label, options).Single();
    }

    public static Dataset Read(TextReader text, string source, string? label, CsvOptions options) =>
        ReadBatches(text, int.MaxValue, source, label, options).Single();

    /// <summary>Reads lazily; every batch but the last has <paramref name="rows"/> rows.</summary>
    public static IEnumerable<Dataset> ReadBatches(TextReader text, int rows, string source, string? label, CsvOptions options)
    {
        using CsvReader csv = CsvReader.Create(text, Settings(source, options), leaveOpen: true);
        foreach (Dataset batch in new CsvDatasetReader(csv, source).ReadBatches(rows, label, options)) yield return batch;
    }

    private static CsvReaderOptions Settings(string source, CsvOptions options) => new()
    {
        Separator = options.Delimiter,
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MaxRecordSize = MaxRowBytes,
        OnMalformedRecord = record => throw new InputException(source, ToLine(record.LineNumber), null,
            "quotes must enclose a whole cell and be closed", record.RawRecord),
    };

    private IEnumerable<Dataset> ReadBatches(int rows, string? label, CsvOptions options)
    {
        bool any = Next();
        if (any && IsBlank())
        {
            RequireOnlyBlankLines();
            any = false;
        }

        if (!any) throw new InputException(_source, 0, null, "the file must hold a table", "nothing");
        CsvLayout layout = CsvLayout.Resolve(_source, Line, [.. Enumerable.Range(0, _csv.FieldCount).Select(Text)], label, options);
        if (layout.Label >= 0) _targets = new TargetColumn(layout.Column(layout.Label));
        if (!layout.HasHeader) AddRow(layout);
        any = !layout.HasHeader;
        while (Next())
        {
            if (_lines.Count == rows) yield return Take(layout, options);
            if (IsBlank())
            {
                RequireOnlyBlankLines();
                continue;
            }

            AddRow(layout);
            any = true;
        }

        if (!any) throw new InputException(_source, 0, null, "the table must hold at least one row", "only a header");
        if (_lines.Count > 0) yield return Take(layout, options);
    }

    /// <summary>The rows collected since the last call.</summary>
    private Dataset Take(CsvLayout layout, CsvOptions options)
    {
        RowOrigins origins = RowOrigins.Lines(_source, _lines);
        DatasetTargets targets = _targets?.Finish(origins, options.Task, options.Classes) ?? DatasetTargets.None;
        string[] names = layout.HasHeader ? Array.ConvertAll(layout.Features, position => layout.Names[position]) : [];
        float[] cells = [.. _cells];
        _cells.Clear();
        _lines.Clear();
        double[] weights = [.. _weights];
        _weights.Clear();
        return new Dataset(cells, layout.Features.Length, names, targets, origins, weights);
    }

    private bool Next()
    {
        try
        {
            return _csv.Read();
        }
        catch (CsvFormatException cause)
        {
            throw new InputException(_source, ToLine(cause.LineNumber), null,
                $"the file must be comma-separated values with rows of at most {MaxRowBytes} bytes", cause.Message, cause);
        }
    }

    private void AddRow(CsvLayout layout)
    {
        if (_csv.FieldCount != layout.Width)
        {
            throw new InputException(_source, Line, null, $"every row must have {layout.Width} cells, as the first has",
                _csv.FieldCount.ToString(CultureInfo.InvariantCulture));
        }

        if (_cells.Count > Dataset.MaxCells - layout.Features.Length)
            throw new InputException(_source, Line, null, $"a table holds at most {Dataset.MaxCells} cells", null);
        foreach (int position in layout.Features)
        {
            if (NumericText.TryCell(_csv.GetSpan(position), out float cell) is { } rule)
                throw new InputException(_source, Line, layout.Column(position), rule, Text(position));
            _cells.Add(cell);
        }

        if (_targets is not null)
        {
            string target = Text(layout.Label);
            if (target.Length == 0) throw new InputException(_source, Line, layout.Column(layout.Label), "no target may be empty", target);
            _targets.Add(target);
        }

        if (layout.Weights >= 0)
        {
            string text = Text(layout.Weights);
            if (!NumericText.TryNumber(text, out double weight) || !(weight > 0 && double.IsFinite(weight)))
                throw new InputException(_source, Line, layout.Column(layout.Weights), NumericText.WeightRule, text);
            _weights.Add(weight);
        }

        _lines.Add(Line);
    }

    private void RequireOnlyBlankLines()
    {
        int blank = Line;
        while (Next())
        {
            if (!IsBlank()) throw new InputException(_source, blank, null, "blank lines may only end the file", null);
        }
    }

    private bool IsBlank() => _csv.RawRecord.IndexOfAnyExcept(" \r\n"u8) < 0;

    private string Text(int position) => Encoding.UTF8.GetString(_csv.GetSpan(position));

    private int Line => ToLine(_csv.LineNumber);

    private static int ToLine(long line) => (int)Math.Min(line, int.MaxValue);
}
