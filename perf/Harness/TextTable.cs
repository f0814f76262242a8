using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Aligned columns, readable as they are and as Markdown.</summary>
internal static class TextTable
{
    /// <summary>One line per row; the details of the first row name the further columns.</summary>
    public static string Of(IReadOnlyList<Measurement> rows)
    {
        string[] details = [.. rows[0].Details.Select(pair => pair.Key)];
        var lines = new List<string[]> { new[] { "case", "ms", "baseline ms", "ratio", "value", "unit" }.Concat(details).ToArray() };
        foreach (Measurement row in rows)
        {
            lines.Add([
                row.Case, Say(row.Seconds * 1e3), Say(row.Baseline * 1e3), row.Ratio.ToString("F2", CultureInfo.InvariantCulture), Say(row.Value), row.Unit,
                .. details.Select(name => Say(row.Details[name]))]);
        }

        return Align(lines);
    }

    /// <summary>One line per fit.</summary>
    public static string Of(IReadOnlyList<ScalingFit> fits) => fits.Count == 0 ? "" : Align([
        ["seconds ~ m^exponent", "exponent", "95 %", "m from", "m to", "points"],
        .. fits.Select(fit => new[]
        {
            fit.Series, fit.Exponent.ToString("F3", CultureInfo.InvariantCulture), "+-" + fit.HalfWidth.ToString("F3", CultureInfo.InvariantCulture),
            fit.From.ToString(CultureInfo.InvariantCulture), fit.To.ToString(CultureInfo.InvariantCulture), fit.Points.ToString(CultureInfo.InvariantCulture),
        })]);

    private static string Say(JsonNode? value) =>
        value is null ? "" : value.GetValueKind() == JsonValueKind.Number ? Say(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)) : value.ToString();

    private static string Say(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>The first line is the header; first column to the left, the others to the right.</summary>
    private static string Align(IReadOnlyList<string[]> lines)
    {
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => line[column].Length))];
        var text = new StringBuilder();
        void Append(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        Append(lines[0].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
        Append(widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":"));
        foreach (string[] line in lines.Skip(1))
            Append(line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
        return text.ToString();
    }
}
