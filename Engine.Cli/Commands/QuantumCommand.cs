using System.CommandLine;
using Engine.Indexing;

namespace Engine.Cli;

/// <summary><c>engine quantum</c>: what a quantum computer would ask, counted.</summary>
internal static class QuantumCommand
{
    private const int LeastLog = 4, MostLog = 22, Runs = 8;

    private const string Notes = """
        Finding the k neurons of m that fire on a sample takes m evaluations of a neuron classically. Amplitude amplification (Grover) needs
        about sqrt(m k) oracle queries; scores are drawn from the normal distribution and b = sqrt(0.4 ln m), as in arXiv 2110.04622. This is a simulation that counts queries; it
        is not faster on this machine, and a query on a quantum computer is far from the price of one here. The result is Monte Carlo: the
        certificate repeats the search until something left over would be missed with at most the given error. Counts are means of eight runs.

        Examples:
          engine quantum
          engine quantum --from 12 --to 20 --error 1e-12 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        var from = new Option<int>("--from") { Description = $"Smallest width, as a power of two ({LeastLog} to {MostLog}).", DefaultValueFactory = _ => 10 };
        var to = new Option<int>("--to") { Description = "Largest width, as a power of two.", DefaultValueFactory = _ => 18 };
        var error = new Option<double>("--error") { Description = "Largest probability that a neuron is missed.", DefaultValueFactory = _ => 1e-6 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the measurements.", DefaultValueFactory = _ => 1 };
        Option<bool> json = JsonOutput.Option("Print the table as one line of JSON.");
        var command = new DocumentedCommand("quantum", "Counts the oracle queries of the quantum variant, in simulation.", Notes) { from, to, error, seed, json };
        command.SetAction(parsed =>
        {
            QuantumReport report = Simulate(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(error), parsed.GetValue(seed));
            if (parsed.GetValue(json)) JsonOutput.Write(streams.Out, report, ReportJson.Default.QuantumReport);
            else Write(streams.Out, report);
            return ExitCode.Success;
        });
        return command;
    }

    private static QuantumReport Simulate(int from, int to, double error, ulong seed)
    {
        if (from < LeastLog || to > MostLog || from > to)
            throw new ArgumentException($"{LeastLog} <= --from <= --to <= {MostLog} does not hold, found --from {from} and --to {to}.");
        if (!(error is > 0 and < 1)) throw new ArgumentException($"--error must lie in (0, 1), found {error}.");
        var random = new SplitMix64(seed);
        var rows = new List<QuantumRow>();
        for (int log = from; log <= to; log += 2)
        {
            int width = 1 << log;
            int[] fired = Fired(width, random);
            GroverReport[] runs = [.. Enumerable.Range(0, Runs).Select(_ => GroverEnumeration.Run(width, fired, error, random))];
            rows.Add(new QuantumRow(
                width, fired.Length, runs.Average(run => run.Queries), runs.Average(run => run.CertificateQueries), 3.5 * Math.Sqrt((double)width * fired.Length), width, runs.Sum(run => run.Missed)));
        }

        return new QuantumReport(error, rows, QuantumReport.Exponent(rows));
    }

    // Scores of Gaussian weights with a unit sample are standard normal.
    private static int[] Fired(int width, SplitMix64 random)
    {
        double shift = Math.Sqrt(0.4 * Math.Log(width));
        return [.. Enumerable.Range(0, width).Where(_ => random.NextNormal() > shift)];
    }

    private static void Write(TextWriter target, QuantumReport report)
    {
        target.WriteLine("  width m    fired k      queries  3.5 sqrt(mk)  certificate  classical m  missed");
        foreach (QuantumRow row in report.Rows)
            target.WriteLine($"{row.Width,9:N0}  {row.Fired,9:N0}  {row.Queries,11:N0}  {row.Bound,12:N0}  {row.CertificateQueries,11:N0}  {row.Classical,11:N0}  {row.Missed,6}");
        target.WriteLine();
        if (report.QueryExponent is { } exponent) target.WriteLine($"queries grow as m^{exponent:F2}; classically as m^1.");
        target.WriteLine($"A neuron is missed with probability at most {report.Error:G3}: the result is Monte Carlo, and a simulation.");
    }
}
