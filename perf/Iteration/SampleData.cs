namespace Engine.Perf;

/// <summary>Training problems on the data sets of <c>samples/</c>, made as training makes them.</summary>
internal static class SampleData
{
    // As `engine train` splits by default.
    private const double TestFraction = 0.2;

    /// <summary>Reads a data set, keeps its training part, and draws a network for it.</summary>
    /// <param name="file">Name in <c>samples/</c>.</param>
    /// <param name="label">Column to predict.</param>
    /// <param name="options">Shape and seed of the network; the seed also splits.</param>
    public static IterationProblem Load(string file, string label, NetworkOptions options)
    {
        Dataset training = Dataset.FromCsv(Path.Combine(AppContext.BaseDirectory, "samples", file), label).Split(TestFraction, options.Seed).Train;
        WideNetwork model = WideNetwork.Create(training, options);
        return new IterationProblem(model.Core, model.Transform.Apply(training), model.Meaning.TargetsOf(training));
    }
}
