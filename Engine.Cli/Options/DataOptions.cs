using System.CommandLine;

namespace Engine.Cli;

/// <summary>The argument and options that name data with targets, in any format.</summary>
internal sealed class DataOptions
{
    private readonly Argument<string> _path = new("DATA") { Description = "Rows of numbers with targets: CSV, LibSVM, NPY or IDX (plain or gzip)." };
    private readonly Option<string?> _labels = new("--labels") { Description = "NPY, IDX: the file of targets.", HelpName = "FILE" };
    private readonly WordOption<DataFormat> _format = new("--format", "The format of DATA; auto tells it by content and name.", DataFormat.Auto);
    private readonly CsvTableOptions _table;

    /// <param name="command">Receives the argument and the options.</param>
    public DataOptions(Command command)
    {
        command.Arguments.Add(_path);
        _table = new CsvTableOptions(command, "CSV: the column to predict, by name or by position from 0 (negative: from the end).", "label");
        command.Options.Add(_labels);
        command.Options.Add(_format);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="InputException">The format is to be told from a file that cannot be read.</exception>
    public DataSource Read(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(_path);
        DataFormat format = _format.Value(parsed);
        return new DataSource(
            path, parsed.GetValue(_labels), format == DataFormat.Auto ? FormatDetection.Detect(path) : format, _table.Read(parsed));
    }
}
