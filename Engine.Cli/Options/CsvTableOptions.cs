using System.CommandLine;

namespace Engine.Cli;

/// <summary>The options that say how to read a CSV table.</summary>
internal sealed class CsvTableOptions
{
    private const string Tab = "tab";

    private readonly Option<string?> _label = new("--label") { HelpName = "NAME|POS" };
    private readonly Option<bool> _header = new("--header") { Description = "CSV: the first row holds names. Default: found out by looking at it." };
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "CSV: the first row holds data." };
    private readonly Option<string> _delimiter = new("--delimiter")
    {
        Description = "CSV: what separates cells, one character or tab.",
        HelpName = "C",
        DefaultValueFactory = _ => ",",
    };

    /// <param name="command">Receives the options.</param>
    /// <param name="labelDescription">What the label column is to the command.</param>
    /// <param name="label">The default for it; null for none.</param>
    public CsvTableOptions(Command command, string labelDescription, string? label = null)
    {
        _label.Description = labelDescription;
        if (label is not null) _label.DefaultValueFactory = _ => label;
        _delimiter.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string>();
            if (text != Tab && text.Length != 1) result.AddError($"--delimiter must be one character or {Tab}, found '{text}'.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_header) && result.GetValue(_noHeader)) result.AddError("--header and --no-header exclude each other.");
        });
        command.Options.Add(_label);
        command.Options.Add(_header);
        command.Options.Add(_noHeader);
        command.Options.Add(_delimiter);
    }

    /// <summary>What was given.</summary>
    public CsvTable Read(ParseResult parsed)
    {
        string delimiter = parsed.GetValue(_delimiter)!;
        bool? hasHeader = parsed.GetValue(_header) ? true : parsed.GetValue(_noHeader) ? false : null;
        return new CsvTable(parsed.GetValue(_label), hasHeader, delimiter == Tab ? '\t' : delimiter[0]);
    }
}
