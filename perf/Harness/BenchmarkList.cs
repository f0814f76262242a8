namespace Engine.Perf;

/// <summary>Every benchmark there is.</summary>
internal static class BenchmarkList
{
    /// <summary>In the order they are listed.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new IterationBenchmark(), new DigitsBenchmark(), new SphereBenchmark(), new UpdateFormBenchmark(), new RegeneratedBenchmark(), new DeepIterationBenchmark(), new FineTuneBenchmark(),
        new PreprocessBenchmark(), new SearchBenchmark(), new MethodsBenchmark(), new ChoiceBenchmark(), new MnistBenchmark(), new TorchBenchmark(), new GemmBenchmark(),
        new FastGemmBenchmark(), new WalshHadamardBenchmark(), new SketchBenchmark(), new FactorBenchmark(),
    ];
}
