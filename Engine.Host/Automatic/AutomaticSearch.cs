using Engine.Kernels;

namespace Engine;

/// <summary>Scores transforms, shifts and ridges on some rows of a data set, and picks.</summary>
internal sealed class AutomaticSearch
{
    // Stands for no ridge: below it, fp32 products of rows decide what the smallest eigenvalues are.
    private const double Interpolation = 1e-6;

    // Around the best ridge, to half a decade.
    private const double Refinement = 3.1622776601683795;

    private static readonly double[] s_ridges = [Interpolation, 1e-3, 1e-2, 1e-1, 1, 10];

    private readonly Dataset _data;
    private readonly Dataset _sample;
    private readonly TargetMeaning _meaning;
    private readonly IReadOnlyList<double> _shifts;
    private readonly IReadOnlyList<double> _ridges;
    private readonly List<(AutomaticCandidate Candidate, CrossValidationRow Row)> _found = [];

    /// <summary>Nothing is computed yet.</summary>
    /// <param name="data">Transforms are fitted to all of it.</param>
    /// <param name="sample">The rows that decide.</param>
    /// <param name="meaning">Of the targets of <paramref name="data"/>.</param>
    /// <param name="shifts">Candidates for b, largest first.</param>
    /// <param name="ridge">Relative ridge when it is fixed; null searches.</param>
    public AutomaticSearch(Dataset data, Dataset sample, TargetMeaning meaning, IReadOnlyList<double> shifts, double? ridge)
    {
        (_data, _sample, _meaning, _shifts) = (data, sample, meaning, shifts);
        _ridges = ridge is { } fixedRidge ? [Math.Max(Interpolation, fixedRidge)] : s_ridges;
    }

    /// <summary>Candidates looked at, by transform, and for each by shift.</summary>
    public IReadOnlyList<AutomaticCandidate> Candidates => [.. _found.Select(found => found.Candidate)];

    /// <summary>Looks at every transform with every shift.</summary>
    /// <returns>
    /// The sparsest candidate that is as good as the best, see <see cref="CrossValidationRow.IsAsGoodAs"/>: the largest shift, then the shortest constant; null when no transform suits the data.
    /// </returns>
    /// <remarks>A transform that leaves a row without direction is passed over.</remarks>
    public AutomaticCandidate? Run(IReadOnlyList<TransformOptions> transforms, WorkerTeam team, CancellationToken cancellation)
    {
        using var validation = new KernelCrossValidation(_meaning.TargetsOf(_sample), _sample.Count, _meaning.Task == TaskKind.Classification, team);
        var order = new List<(int Shift, int Transform, int Found)>();
        for (int t = 0; t < transforms.Count; t++)
        {
            using PackedRows? rows = Rows(transforms[t]);
            if (rows is null) continue;
            for (int b = 0; b < _shifts.Count; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                order.Add((b, t, _found.Count));
                _found.Add(Suited(validation, rows, transforms[t], _shifts[b], _ridges));
            }
        }

        if (_found.Count == 0) return null;
        CrossValidationRow best = _found.MinBy(found => found.Row.Score).Row;
        order.Sort();
        (_, int transform, int pick) = order.First(place => _found[place.Found].Row == best || _found[place.Found].Row.IsAsGoodAs(best));
        using PackedRows? again = Rows(transforms[transform]);
        AutomaticCandidate coarse = _found[pick].Candidate;
        return coarse.Ridge == 0 || _ridges.Count == 1 ? coarse
            : Suited(validation, again!, transforms[transform], coarse.Shift, [coarse.Ridge / Refinement, coarse.Ridge, coarse.Ridge * Refinement]).Candidate;
    }

    private PackedRows? Rows(TransformOptions options)
    {
        try
        {
            FeatureTransform transform = FeatureTransform.Fit(_data, options);
            // All rows will be trained on, not only those that decide.
            transform.RequireDirections(_data);
            return new PackedRows(transform.Apply(_sample), transform.OutputDimension);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>The ridge of least squared error; for classes none where that is as good, as they are then told apart to the last.</summary>
    private (AutomaticCandidate Candidate, CrossValidationRow Row) Suited(
        KernelCrossValidation validation, PackedRows rows, TransformOptions transform, double shift, IReadOnlyList<double> ridges)
    {
        IReadOnlyList<CrossValidationRow> scored = validation.Score(rows, shift, ridges);
        CrossValidationRow row = scored.MinBy(row => row.SquaredError)!;
        if (_meaning.Task == TaskKind.Classification && scored[0].RelativeRidge == Interpolation && scored[0].IsAsGoodAs(row, CrossValidationRow.OfTwo)) row = scored[0];
        double ridge = row.RelativeRidge == Interpolation ? 0 : row.RelativeRidge;
        return (new AutomaticCandidate(transform.Scaling, transform.AppendConstant ?? 0, shift, ridge, row.Score, row.Generalised), row);
    }
}
