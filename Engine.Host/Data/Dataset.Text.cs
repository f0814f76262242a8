namespace Engine;

public sealed partial class Dataset
{
    /// <summary>Reads a CSV file: UTF-8, or what its byte order mark says; any line ends; quoted cells; blank lines at the end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">
    /// The column to predict: its name, or its position from 0, negative from the end ("-1" is the last). A name
    /// wins over a position. Null when the file has no such column.
    /// </param>
    /// <param name="options">Null takes the defaults of <see cref="CsvOptions"/>.</param>
    /// <returns>The rows in file order. Columns other than the label are features, unless the options choose.</returns>
    /// <exception cref="ArgumentException">A task is asked for without a label column, or the delimiter cannot delimit.</exception>
    /// <exception cref="InputException">
    /// The file cannot be read; a row has too few or too many cells; a feature is empty, not a finite number or outside
    /// single precision; the header is alone or names a column twice; a column is missing; quotes are unbalanced; there
    /// is only one class.
    /// </exception>
    /// <remarks>
    /// Streams: memory is the features (twice, for a moment at the end) and one string per distinct label. Cells are
    /// rounded to the nearest single-precision number, and to zero when they are too small for one.
    /// </remarks>
    public static Dataset FromCsv(string path, string? label = "label", CsvOptions? options = null)
    {
        options = RequireUsable(options, label);
        using FileStream stream = InputFile.OpenRead(path);
        return CsvDatasetReader.Read(stream, path, label, options);
    }

    /// <summary>Reads CSV text, for example from standard input. See <see cref="FromCsv(string, string?, CsvOptions?)"/>.</summary>
    /// <param name="reader">The text; read to its end and left open.</param>
    /// <param name="source">What messages call the input.</param>
    /// <param name="label">The column to predict, by name or position; null for none.</param>
    /// <param name="options">Null takes the defaults of <see cref="CsvOptions"/>.</param>
    /// <returns>The rows in order.</returns>
    /// <exception cref="ArgumentException">A task is asked for without a label column, or the delimiter cannot delimit.</exception>
    /// <exception cref="InputException">The text breaks a rule.</exception>
    public static Dataset FromCsv(TextReader reader, string source = "stdin", string? label = "label", CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return CsvDatasetReader.Read(reader, source, label, RequireUsable(options, label));
    }

    /// <summary>Reads the features of CSV text in batches, as they are asked for: for pipes, and for tables larger than memory.</summary>
    /// <param name="reader">The text; left open.</param>
    /// <param name="rows">Rows of every batch but the last, at least 1.</param>
    /// <param name="source">What messages call the input.</param>
    /// <param name="label">A column to leave out without reading it, by name or position; null for none.</param>
    /// <param name="options">Null takes the defaults of <see cref="CsvOptions"/>; the task is always <see cref="TaskKind.Unlabelled"/>.</param>
    /// <returns>The rows in order; to be enumerated once. Errors are thrown when their row is reached.</returns>
    /// <exception cref="ArgumentException">There are no rows in a batch, or the delimiter cannot delimit.</exception>
    /// <exception cref="InputException">The text breaks a rule of <see cref="FromCsv(string, string?, CsvOptions?)"/>.</exception>
    public static IEnumerable<Dataset> StreamCsv(
        TextReader reader, int rows, string source = "stdin", string? label = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        options = RequireUsable((options ?? new CsvOptions()) with { Task = TaskKind.Unlabelled }, label);
        return CsvDatasetReader.ReadBatches(reader, rows, source, label, options);
    }

    /// <summary>Reads a LibSVM file: one row per line, a number to predict, then <c>index:value</c> pairs; <c>#</c> starts a comment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">What the first number of a line is; null applies the rule stated on this type.</param>
    /// <param name="dimension">Features per row, when known; null takes the largest index of the file.</param>
    /// <param name="classes">The classes expected, in the order of their codes; null collects them.</param>
    /// <returns>The rows in file order; index i (from 1) becomes feature i - 1, and what is not listed is zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is below 1.</exception>
    /// <exception cref="InputException">
    /// The file cannot be read; indices are below 1, do not ascend or exceed <paramref name="dimension"/>; a value is not
    /// a finite number in single precision; there is only one class; or the table would have more than
    /// <see cref="MaxLibSvmCells"/> cells.
    /// </exception>
    /// <remarks>Streams the text; rows become dense, O(n d) memory.</remarks>
    public static Dataset FromLibSvm(
        string path, TaskKind? task = null, int? dimension = null, IReadOnlyList<string>? classes = null)
    {
        if (dimension < 1)
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"dimension >= 1 does not hold: dimension={dimension}.");
        using var text = new StreamReader(InputFile.OpenRead(path));
        return new LibSvmDatasetReader(path, dimension, MaxLibSvmCells).Read(text, task, classes);
    }

    private static CsvOptions RequireUsable(CsvOptions? options, string? label)
    {
        options ??= new CsvOptions();
        if (label is null && options.Task is TaskKind.Regression or TaskKind.Classification)
            throw new ArgumentException($"a task needs a label column: Task={options.Task}, label=null.", nameof(label));
        if (!char.IsAscii(options.Delimiter) || options.Delimiter is '"' or '\r' or '\n')
        {
            throw new ArgumentException(
                $"the delimiter must be ASCII, not a quote and not a line break: Delimiter=U+{(int)options.Delimiter:X4}.", nameof(options));
        }

        return options;
    }
}
