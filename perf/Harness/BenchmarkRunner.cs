using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Runs benchmarks by name, prints their rows and files them.</summary>
internal static class BenchmarkRunner
{
    /// <summary>Runs them one after the other.</summary>
    /// <returns>Exit code: 0, or 1 when a name or filter matches nothing, or a comparison failed.</returns>
    public static int Run(string[] names, RunSettings settings)
    {
        foreach (string name in names)
        {
            if (BenchmarkList.All.FirstOrDefault(candidate => candidate.Name == name) is not { } benchmark)
            {
                Console.Error.WriteLine($"No benchmark is called {name}; `list` names them.");
                return 1;
            }

            if (!Run(benchmark, settings)) return 1;
        }

        return 0;
    }

    private static bool Run(IBenchmark benchmark, RunSettings settings)
    {
        BenchmarkCase[] cases = benchmark.Cases(settings.Quick)
            .Where(candidate => settings.Cases is null || candidate.Name.Contains(settings.Cases, StringComparison.Ordinal)).ToArray();
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No case of {benchmark.Name} contains {settings.Cases}.");
            return false;
        }

        var rows = new List<Measurement>();
        foreach (BenchmarkCase item in cases)
        {
            Console.Error.WriteLine($"{benchmark.Name} {item.Name}");
            try
            {
                IReadOnlyList<Measurement> measured = item.Measure();
                if (settings.Json) Print(measured.Select(row => JsonRows.Of(benchmark.Name, row)));
                rows.AddRange(measured);
            }
            catch (ComparisonFailedException failure)
            {
                Console.Error.WriteLine($"{benchmark.Name} {item.Name}: {failure.Message}");
                return false;
            }
        }

        ScalingFit[] fits = rows.Where(row => row.Size is not null).GroupBy(row => row.Series).SelectMany(series => ScalingFit.Of(series.Key, [.. series])).ToArray();
        if (settings.Json)
        {
            Print(fits.Select(fit => JsonRows.Of(benchmark.Name, fit)));
        }
        else
        {
            Console.Write(TextTable.Of(rows));
            Console.WriteLine();
            Console.Write(TextTable.Of(fits));
        }

        if (settings.Save) ResultFile.Write(benchmark.Name, settings, rows, fits);
        return true;
    }

    private static void Print(IEnumerable<JsonObject> nodes)
    {
        foreach (JsonObject node in nodes) Console.WriteLine(node.ToJsonString());
    }
}
