using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>What has to hold after every pass; <see cref="CandidateTrace"/> derives the bounds.</summary>
internal static class CandidateChecks
{
    /// <summary>Every coefficient is what the direction, the mask of the base point and the length say.</summary>
    internal static void Coefficients(CandidateTrace trace, CandidateReading before, float length)
    {
        CandidateReading now = trace.Now;
        for (int pair = 0; pair < now.Coefficients.Length; pair++)
        {
            double step = trace.UnitSteps[pair], expected = before.Coefficients[pair] + length * step;
            double bound = Math.Abs(length) * (trace.UnitBounds[pair] + trace.Gamma(2) * Math.Abs(step)) + trace.Gamma(2) * Math.Abs(expected);
            Check.Near(now.Coefficients[pair], expected, bound, $"{Name(trace, pair)}: coefficient");
            Check.That(now.Fired[pair] == trace.BaseFires[pair], $"{Name(trace, pair)}: fired at the base point {trace.BaseFires[pair]}, recorded {now.Fired[pair]}.");
        }
    }

    /// <summary>The path length covers the neuron's true movement, and the list was chosen again exactly when it had to be.</summary>
    /// <param name="trace">The run.</param>
    /// <param name="before">Before the move.</param>
    /// <param name="move">The move.</param>
    /// <param name="neuron">r.</param>
    /// <param name="moved">|dw| of the move, exact.</param>
    /// <param name="newlyChosen">Whether the list was chosen again.</param>
    internal static void Path(CandidateTrace trace, CandidateReading before, CandidateMove move, int neuron, double moved, out bool newlyChosen)
    {
        CandidateCase given = trace.Setup.Case;
        float path = trace.Now.Moved[neuron];
        // A path grows with every pass over a list, be it by one unit in the last place; a list that is chosen again starts a new one.
        bool grows = before.Listed.AsSpan(neuron * given.Samples, given.Samples).Contains(true);
        // The library's own bound on |dw|: root of |dw|² + 2 γ S² and the rounding of the coefficients, S = Σ |dc|.
        double size = trace.MoveSize(neuron, move.Length), terms = SingleRounding.Gamma(given.Samples + given.Dimension + 16);
        double most = Math.Sqrt(moved * moved + 4.0 * terms * size * size) + SingleRounding.Gamma(2) * trace.Size(neuron);
        bool due = (before.Moved[neuron] + most) * (1.0 + SingleRounding.Gamma(64)) >= given.Band;
        // Where dw cancels, a list can be due although the neuron hardly moved: then a path no longer than a new slack tells.
        newlyChosen = move.RefreshAll || path < before.Moved[neuron] + moved || (grows && path <= before.Moved[neuron])
            || (due && path <= MostSlack(trace, neuron));
        if (!newlyChosen)
        {
            Check.That(path < given.Band, $"neuron {neuron} has gone {path:R}, its band is {given.Band}.");
            return;
        }

        AssertSlack(trace, neuron);
        if (move.RefreshAll) return;
        Check.That(due, $"neuron {neuron} was chosen again after {before.Moved[neuron]:R} + {most:R} of {given.Band}.");
    }

    /// <summary>Weights, scores, fire sets and outputs are those of W(0) + C X, and no pair that fires is missing from its list.</summary>
    internal static void Point(CandidateTrace trace)
    {
        CandidateReading now = trace.Now;
        DenseNetwork point = trace.Point;
        double[] scores = point.Scores(trace.Setup.Rows), outputs = point.Forward(trace.Setup.Rows), bounds = new double[outputs.Length];
        int n = trace.Setup.Case.Samples;
        for (int pair = 0; pair < scores.Length; pair++)
        {
            int r = pair / n;
            double fresh = trace.FreshBound(r), bound = Math.Max(trace.ScoreBounds[r], fresh), above = scores[pair] - point.Shift;
            if (now.Listed[pair])
                Check.Near(now.Scores[pair], scores[pair], bound, $"{Name(trace, pair)}: score");
            else
                Check.That(above <= fresh, $"{Name(trace, pair)} is missing from the list: z - b = {above:R}, rounding band {fresh:e3}.");
            if (above <= -bound) continue;
            for (int k = 0; k < point.Outputs; k++)
                bounds[k * n + pair % n] += point.Scale * Math.Abs(point.Signs[r * point.Outputs + k]) * (bound + trace.Gamma(3) * (Math.Abs(above) + bound));
        }

        for (int p = 0; p < outputs.Length; p++)
            Check.Near(now.Outputs[p], outputs[p], bounds[p], $"output {p}");
        Counts(trace);
    }

    /// <summary>A list chosen in the last pass holds canonical scores, exactly those above the floor and those still in use.</summary>
    internal static void Lists(CandidateTrace trace)
    {
        CandidateReading now = trace.Now;
        CandidateCase given = trace.Setup.Case;
        float[] weights = trace.Setup.Materialise();
        float floor = given.Shift - given.Band;
        for (int r = 0; r < given.Width; r++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(r * given.Dimension, given.Dimension);
            double error = Dense.Distance(Dense.Of(row), trace.Point.Weights.AsSpan(r * given.Dimension, given.Dimension));
            Check.That(error <= trace.Gamma(given.Samples + 2) * trace.Size(r), $"neuron {r}: weights off by {error:e3}.");
            if (!trace.NewlyChosen[r]) continue;
            AssertSlack(trace, r);
            if (trace.ChosenCold(r))
            {
                ColdChoice(trace, r);
                continue;
            }

            for (int pair = r * given.Samples; pair < (r + 1) * given.Samples; pair++)
            {
                float score = SingleRounding.Chain(row, trace.Setup.Problem.Samples.RowSpan(pair % given.Samples));
                bool used = now.Coefficients[pair] != 0 || now.Fired[pair] || now.Steps[pair] != 0;
                bool expected = score > floor || used;
                Check.That(now.Listed[pair] == expected, $"{Name(trace, pair)}: score {score:R}, floor {floor:R}, in use: {used}, listed: {now.Listed[pair]}.");
                Check.That(!now.Listed[pair] || now.Scores[pair] == score, $"{Name(trace, pair)}: score {now.Scores[pair]:R}, canonical {score:R}.");
            }
        }
    }

    private static void Counts(CandidateTrace trace)
    {
        CandidateReading now = trace.Now;
        IEnumerable<int> pairs = Enumerable.Range(0, now.Listed.Length);
        Assert.Equal(pairs.Count(now.Fires), now.Counts.Fires);
        Assert.Equal(pairs.Count(pair => now.Listed[pair]), now.Counts.Candidates);
        Assert.Equal(pairs.Count(pair => now.Fires(pair) != trace.BaseFires[pair]), now.Counts.Flips);
        // Choosing the first lists is preprocessing, not a refresh.
        int[] chosen = trace.Started ? [.. Enumerable.Range(0, trace.NewlyChosen.Length).Where(r => trace.NewlyChosen[r])] : [];
        Assert.Equal(chosen.Count(r => !trace.ChosenCold(r)), now.Counts.Refreshes);
        Assert.Equal(chosen.Count(trace.ChosenCold), now.Counts.ColdRefreshes);
    }

    /// <summary>A list chosen from the cold one holds those above the floor, up to the error of a score, and those still in use.</summary>
    private static void ColdChoice(CandidateTrace trace, int neuron)
    {
        CandidateReading now = trace.Now;
        CandidateCase given = trace.Setup.Case;
        double[] scores = trace.Point.Scores(trace.Setup.Rows);
        double floor = given.Shift - given.Band, bound = trace.ColdBound(neuron);
        for (int pair = neuron * given.Samples; pair < (neuron + 1) * given.Samples; pair++)
        {
            bool used = now.Coefficients[pair] != 0 || now.Fired[pair] || now.Steps[pair] != 0;
            bool may = used || scores[pair] > floor - bound, must = used || scores[pair] > floor + bound;
            Check.That(now.Listed[pair] ? may : !must, $"{Name(trace, pair)}: score {scores[pair]:R}, floor {floor:R}, in use: {used}, listed: {now.Listed[pair]}.");
        }
    }

    /// <summary>Who is not on a cold list is below the threshold by more than the band and the path since; who is has its score at W(0).</summary>
    internal static void ColdLists(CandidateTrace trace)
    {
        CandidateReading now = trace.Now;
        CandidateCase given = trace.Setup.Case;
        if (given.ColdBand == 0) return;
        double[] scores = trace.Point.Scores(trace.Setup.Rows), start = trace.Setup.Start.Scores(trace.Setup.Rows);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            int r = pair / given.Samples;
            if (now.ColdListed[pair])
            {
                Check.Near(now.ColdScores[pair], start[pair], 2.0 * trace.Gamma(given.Dimension + given.Samples + 4) * trace.ColdSizes[r], $"{Name(trace, pair)}: score at W(0)");
                continue;
            }

            Check.That(!now.Listed[pair], $"{Name(trace, pair)} is listed, and not on the cold list.");
            // A dense choice starts both paths with the same slack, and counts it once.
            double path = trace.ChosenCold(r) ? (double)now.ColdMoved[r] + now.Moved[r] : now.Moved[r];
            Check.That(scores[pair] <= given.Shift - given.ColdBand + path, $"{Name(trace, pair)} is missing from the cold list: {scores[pair]:R} after {path:R}.");
        }
    }

    /// <summary>What <see cref="CandidateProblem.RoundingSlack"/> is at most for the present weights.</summary>
    private static double MostSlack(CandidateTrace trace, int neuron)
    {
        CandidateCase given = trace.Setup.Case;
        double norm = Dense.Norm(trace.Point.Weights.AsSpan(neuron * given.Dimension, given.Dimension)), reach = norm + trace.Size(neuron) + given.Band;
        double slack = 2.0 * (SingleRounding.Gamma(given.Dimension + 4) + SingleRounding.Gamma(given.Samples + 4)) * reach;
        // From the cold list, with the sizes of then and now and one path more.
        if (given.ColdBand > 0)
            slack = 4.0 * SingleRounding.Gamma(given.Dimension + given.Samples + 4) * (2 * reach + 2 * trace.ColdSizes[neuron] + given.ColdBand);
        return slack * (1.0 + SingleRounding.Gamma(given.Dimension + given.Samples + 64));
    }

    /// <summary>A new path starts with twice the rounding of a score: the one that chose the list and the one that would be computed later.</summary>
    private static void AssertSlack(CandidateTrace trace, int neuron)
    {
        int d = trace.Point.Dimension;
        double norm = Dense.Norm(trace.Point.Weights.AsSpan(neuron * d, d)), slack = 2.0 * SingleRounding.Gamma(d) * norm;
        Check.That(trace.Now.Moved[neuron] >= slack, $"neuron {neuron}: slack {trace.Now.Moved[neuron]:R}, needed {slack:R}.");
    }

    private static string Name(CandidateTrace trace, int pair) =>
        $"neuron {pair / trace.Setup.Case.Samples}, sample {pair % trace.Setup.Case.Samples}";
}
