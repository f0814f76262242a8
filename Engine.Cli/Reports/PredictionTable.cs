using CsvHelper;

namespace Engine.Cli;

/// <summary>Predictions as CSV.</summary>
internal static class PredictionTable
{
    private static readonly CsvWriterOptions s_options = new() { NewLine = "\n" };

    /// <summary>Writes a header, then one line per row, batch after batch.</summary>
    /// <param name="target">Left open; flushed after every batch.</param>
    /// <param name="network">Predicts.</param>
    /// <param name="batches">The rows, without targets.</param>
    /// <param name="withScores">Whether classes get a column each.</param>
    /// <param name="withProbabilities">Whether they get one for their probability.</param>
    /// <param name="cancellation">Checked between batches.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the batches before are written.</exception>
    public static void Write(
        TextWriter target, WideNetwork network, IEnumerable<Dataset> batches, bool withScores, bool withProbabilities, CancellationToken cancellation)
    {
        using CsvWriter csv = CsvWriter.Create(target, s_options, leaveOpen: true);
        foreach (Dataset batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            // Not before the first batch: where nothing can be read, nothing is written.
            if (csv.RecordCount == 0) csv.WriteHeader(["prediction", .. Columns(network, "score", withScores), .. Columns(network, "probability", withProbabilities)]);
            if (network.Task == TaskKind.Regression) WriteValues(csv, network.Predict(batch));
            else WriteClasses(csv, network, network.Scores(batch), withScores, withProbabilities);
            csv.Flush();
        }
    }

    private static IEnumerable<string> Columns(WideNetwork network, string what, bool wanted) =>
        wanted ? network.ClassNames.Select(name => $"{what}:{name}") : [];

    private static void WriteValues(CsvWriter csv, double[] values)
    {
        foreach (double value in values)
        {
            csv.WriteField(value, format: default);
            csv.EndRecord();
        }
    }

    private static void WriteClasses(CsvWriter csv, WideNetwork network, ReadOnlySpan<double> scores, bool withScores, bool withProbabilities)
    {
        double[] probabilities = withProbabilities ? new double[network.ClassNames.Count] : [];
        for (; !scores.IsEmpty; scores = scores[network.Outputs..])
        {
            ReadOnlySpan<double> row = scores[..network.Outputs];
            csv.WriteField(network.ClassNames[network.ClassOf(row)]);
            if (withScores)
            {
                // Two classes share one output: it speaks for the second and against the first.
                if (row.Length == 1) csv.WriteField(-row[0], format: default);
                foreach (double score in row) csv.WriteField(score, format: default);
            }

            if (withProbabilities) network.Probabilities(row, probabilities);
            foreach (double probability in probabilities) csv.WriteField(probability, format: default);

            csv.EndRecord();
        }
    }
}
