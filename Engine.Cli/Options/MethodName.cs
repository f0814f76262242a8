namespace Engine.Cli;

/// <summary>One word of <c>--method</c>.</summary>
/// <param name="Word">As it is written.</param>
/// <param name="Method">Which way steps go.</param>
/// <param name="Search">How fire sets are found.</param>
/// <param name="Meaning">A line of the help.</param>
internal sealed record MethodName(string Word, TrainingMethod Method, FireSearch Search, string Meaning)
{
    /// <summary>Every word; of several that mean the same, reports use the first.</summary>
    public static IReadOnlyList<MethodName> All { get; } =
    [
        new("auto", TrainingMethod.Auto, FireSearch.Certified, "the fastest exact one of the next two, by a cost model"),
        new("gauss-newton", TrainingMethod.GaussNewton, FireSearch.Certified, "second order; fire sets from certified candidate lists"),
        new("gradient-descent", TrainingMethod.GradientDescent, FireSearch.Certified, "first order; fire sets from certified candidate lists"),
        new("near-linear", TrainingMethod.NearLinear, FireSearch.Certified, "second order by fast sketched regression (2006.11648)"),
        new("sublinear", TrainingMethod.Sublinear, FireSearch.Certified, "second order by sparse sketched regression (2208.04508)"),
        new("sublinear-tree", TrainingMethod.Sublinear, FireSearch.CorrelationTreeD, "the same; fire sets from the paper's trees of scores"),
        new("certified", TrainingMethod.GradientDescent, FireSearch.Certified, "another word for gradient-descent"),
        new("dense", TrainingMethod.GradientDescent, FireSearch.Dense, "the same steps; all weights times all samples in each"),
        new("preprocessed-weights", TrainingMethod.GradientDescent, FireSearch.PreprocessedWeights, "the same; half-space search over the weights (2110.04622)"),
        new("preprocessed-data", TrainingMethod.GradientDescent, FireSearch.PreprocessedData, "the same; half-space search over the samples (2110.04622)"),
        new("correlation-tree-d", TrainingMethod.GradientDescent, FireSearch.CorrelationTreeD, "the same; a score tree for each sample (2211.14227)"),
        new("correlation-tree-w", TrainingMethod.GradientDescent, FireSearch.CorrelationTreeW, "the same; a score tree for each neuron (2211.14227)"),
        new("correlation-tree", TrainingMethod.GradientDescent, FireSearch.CorrelationTreeD, "another word for correlation-tree-d"),
    ];

    /// <summary>The word for what was asked for.</summary>
    public static MethodName Of(TrainingOptions options) => Of(options.Method, options.Search);

    /// <summary>The word for a way to train.</summary>
    public static MethodName Of(TrainingMethod method, FireSearch search) => All.First(name => name.Method == method && name.Search == search);
}
