using System.Text.RegularExpressions;

namespace Engine.Tests.Ilgpu;

/// <summary>Reads PTX as far as it takes to see which addresses a straight piece of it stores to and loads from.</summary>
internal static partial class PtxBlocks
{
    /// <summary>Addresses that are loaded after they were stored to, without a jump, a barrier or an atomic operation between: the value was in a register.</summary>
    /// <remarks>Two addresses are the same if the same operations on the same registers lead to them.</remarks>
    public static IReadOnlyList<string> LoadsBehindStores(string ptx)
    {
        List<string> found = [];
        // The number of each register's value, and of each operation on such numbers.
        Dictionary<string, string> values = [], numbers = [];
        HashSet<string> stored = [];
        foreach (string line in ptx.Split('\n').Select(line => line.Trim()))
        {
            if (Access().Match(line) is { Success: true } access)
            {
                string address = Value(values, access.Groups["address"].Value);
                if (access.Groups["kind"].Value == "st") stored.Add(address);
                else if (stored.Contains(address)) found.Add(line);
            }

            if (line.EndsWith(':') || line.Contains("bra", StringComparison.Ordinal) || line.StartsWith("bar", StringComparison.Ordinal) || line.Contains("atom", StringComparison.Ordinal))
            {
                values.Clear();
                stored.Clear();
            }
            else if (Operation().Match(line) is { Success: true } operation)
            {
                string operands = Register().Replace(operation.Groups["operands"].Value, register => Value(values, register.Value));
                // A load may give another value each time.
                string value = line.StartsWith("ld", StringComparison.Ordinal) ? $"load {numbers.Count}" : $"{operation.Groups["name"].Value} {operands}";
                numbers.TryAdd(value, $"#{numbers.Count}");
                values[operation.Groups["target"].Value] = numbers[value];
            }
        }

        return found;
    }

    private static string Value(Dictionary<string, string> values, string register) => values.GetValueOrDefault(register, register);

    [GeneratedRegex(@"^(?<kind>ld|st)\.(global|shared)\S*\s.*\[(?<address>%\w+)\]")]
    private static partial Regex Access();

    [GeneratedRegex(@"^(?<name>[\w.]+)\s+(?<target>%\w+), (?<operands>.*);$")]
    private static partial Regex Operation();

    [GeneratedRegex(@"%\w+")]
    private static partial Regex Register();
}
