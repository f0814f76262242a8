using Engine.Tests.Reference;
using Engine.Tests.Training.Losses;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Tests.Training;

/// <summary>Every step of a sparse run is the dense double-precision step from the same weights, within a computed bound.</summary>
public sealed class StepwiseTests(ITestOutputHelper output)
{
    private const int Steps = 6;

    /// <summary>Method, wiring, form, relative ridge.</summary>
    public static TheoryData<TrainingMethod, OutputWiring, UpdateForm, double> Variants()
    {
        TheoryData<TrainingMethod, OutputWiring, UpdateForm, double> variants = new();
        foreach (OutputWiring wiring in Enum.GetValues<OutputWiring>())
        {
            foreach (UpdateForm form in new[] { UpdateForm.Primal, UpdateForm.Dual })
            {
                variants.Add(TrainingMethod.GradientDescent, wiring, form, 0.0);
                variants.Add(TrainingMethod.GaussNewton, wiring, form, 0.0);
                variants.Add(TrainingMethod.GaussNewton, wiring, form, 0.1);
            }
        }

        return variants;
    }

    /// <summary>Search, method, wiring, relative ridge.</summary>
    public static TheoryData<FireSearch, TrainingMethod, OutputWiring, double> Searches()
    {
        TheoryData<FireSearch, TrainingMethod, OutputWiring, double> searches = new();
        foreach (FireSearch search in Enum.GetValues<FireSearch>().Where(search => search != FireSearch.Certified))
        {
            searches.Add(search, TrainingMethod.GradientDescent, OutputWiring.Grouped, 0.0);
            searches.Add(search, TrainingMethod.GradientDescent, OutputWiring.Dense, 0.0);
            searches.Add(search, TrainingMethod.GaussNewton, OutputWiring.Grouped, 0.0);
            searches.Add(search, TrainingMethod.GaussNewton, OutputWiring.Dense, 0.1);
        }

        return searches;
    }

    [Theory, MemberData(nameof(Variants))]
    public void Step_IsTheDenseStep_WithinItsBound(TrainingMethod method, OutputWiring wiring, UpdateForm form, double ridge) =>
        Follow(Case(method, wiring, form, ridge, FireSearch.Certified));

    [Theory, MemberData(nameof(Searches))]
    public void Step_IsTheDenseStep_WhateverTheSearch(FireSearch search, TrainingMethod method, OutputWiring wiring, double ridge) =>
        Follow(Case(method, wiring, UpdateForm.Auto, ridge, search));

    [Theory]
    [InlineData(UpdateForm.Primal)]
    [InlineData(UpdateForm.Dual)]
    public void Step_IsTheDenseStep_WhenOnlyDueNeuronsAreLookedAt(UpdateForm form)
    {
        TrainingCase given = Case(TrainingMethod.GradientDescent, OutputWiring.Grouped, form, ridge: 0.0, FireSearch.Certified);
        Follow(given with { Options = given.Options with { DueTimes = true } });
    }

    /// <summary>Method, loss, wiring, relative ridge, whether samples have weights.</summary>
    public static TheoryData<TrainingMethod, LossKind, OutputWiring, int, double, bool> Losses() => new()
    {
        { TrainingMethod.GaussNewton, LossKind.CrossEntropy, OutputWiring.Grouped, 3, 0.0, false },
        { TrainingMethod.GaussNewton, LossKind.CrossEntropy, OutputWiring.Grouped, 3, 0.1, true },
        { TrainingMethod.GaussNewton, LossKind.CrossEntropy, OutputWiring.Grouped, 1, 0.0, true },
        { TrainingMethod.GaussNewton, LossKind.CrossEntropy, OutputWiring.Dense, 3, 0.1, false },
        { TrainingMethod.GaussNewton, LossKind.Huber, OutputWiring.Grouped, 1, 0.1, true },
        { TrainingMethod.GaussNewton, LossKind.Huber, OutputWiring.Grouped, 1, 0.0, false },
        { TrainingMethod.GaussNewton, LossKind.Squared, OutputWiring.Grouped, 3, 0.1, true },
        { TrainingMethod.GaussNewton, LossKind.Squared, OutputWiring.Dense, 3, 0.0, true },
        { TrainingMethod.GradientDescent, LossKind.CrossEntropy, OutputWiring.Grouped, 3, 0.0, true },
        { TrainingMethod.GradientDescent, LossKind.CrossEntropy, OutputWiring.Dense, 3, 0.0, false },
        { TrainingMethod.GradientDescent, LossKind.Huber, OutputWiring.Grouped, 1, 0.0, true },
    };

    [Theory, MemberData(nameof(Losses))]
    public void Step_IsTheDenseStep_WhateverTheLoss(TrainingMethod method, LossKind loss, OutputWiring wiring, int outputs, double ridge, bool weighted)
    {
        TrainingCase given = Case(method, wiring, UpdateForm.Auto, ridge, FireSearch.Certified);
        Follow(given with
        {
            Outputs = outputs,
            Weights = weighted ? [.. Enumerable.Range(0, given.Samples).Select(i => 0.5 + i % 4)] : null,
            Options = given.Options with { Loss = loss },
        });
    }

    /// <summary>Outputs move by G times the step whatever the loss made of it: certified steps stay right.</summary>
    [Fact]
    public void Step_IsTheDenseStep_WhenOnlyDueNeuronsAreLookedAt_ByCrossEntropy()
    {
        TrainingCase given = Case(TrainingMethod.GradientDescent, OutputWiring.Grouped, UpdateForm.Auto, ridge: 0.0, FireSearch.Certified);
        Follow(given with { Options = given.Options with { DueTimes = true, Loss = LossKind.CrossEntropy } });
    }

    private void Follow(TrainingCase given)
    {
        ILoss loss = given.Loss();
        bool gaussNewton = given.Options.Method == TrainingMethod.GaussNewton;
        using SteppedRun run = new(given);
        StepBounds bounds = new(run);
        for (int step = 1; step <= Steps; step++)
        {
            DenseNetwork point = run.Point();
            bool[] fires = run.Fires();
            AssertFireSets(run, point, fires, bounds);
            double before = run.State.Objective;
            double[] outputBounds = bounds.Outputs(point, point.Scores(run.Rows));
            (double[]? root, double[]? scaled) = Model(run, loss, gaussNewton);
            if (root is not null) outputBounds = new double[outputBounds.Length];
            DenseGaussNewton newton = new(
                point, run.Start.Weights, fires, run.Rows, run.Targets, run.State.Ridge, gaussNewton ? run.Newton!.Damping / MeanWeight(given) : 0.0, root, scaled);
            DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
            Assert.True(report.Solved);
            double[] g = run.Gradient(), solution = [.. g.Zip(newton.Root, (own, s) => own / s)];
            double directionError = gaussNewton
                ? NewtonError(run, newton, solution, bounds.Residual(newton, solution, outputBounds))
                : GradientError(run, newton, g, outputBounds, report.FirstLength);

            double length = BacktrackingLineSearch.Take(run.State, report, refreshAll: false);
            // At the fp32 floor no step helps any more: the run is over.
            if (length == 0.0 && step > 3) break;
            Assert.True(run.State.Objective < before);
            double rounding = bounds.Rounding.Advance(length / report.FirstLength, length);
            DenseNetwork after = run.Point();
            double[] exact = newton.WeightsAfter(g, (float)length);
            double[] reference = newton.WeightsAfter(gaussNewton ? [.. newton.Solve().Zip(newton.Root, (v, s) => s * v)] : [.. newton.RightHandSide], length);
            Check.Near(Dense.Distance(after.Weights, exact), 0.0, rounding, $"step {step}: weights against the library's own direction");
            // The length is used in fp32.
            double error = directionError + rounding + SingleRounding.Unit * length * Dense.Distance(exact, point.Weights);
            Check.Near(Dense.Distance(after.Weights, reference), 0.0, error, $"step {step}: weights against the reference");
            AssertOutputs(run, after, point.With(reference), error, bounds.Outputs(after, after.Scores(run.Rows)), step);
            double off = Dense.Distance(after.Weights, reference);
            output.WriteLine($"step {step}: length {length:g3}, loss {run.State.Loss:e2}, weights off by {off:e2}, bound {error:e2}");
        }
    }

    /// <summary>
    /// S and u by definition at the library's own outputs, which are checked after every step, so that the rounding of these does not count twice; null for the
    /// plain squared loss. A gradient step has S = 1 and u the gradient.
    /// </summary>
    private static (double[]? Root, double[]? Scaled) Model(SteppedRun run, ILoss loss, bool gaussNewton)
    {
        if (loss.IsPlain) return (null, null);
        ReferenceLoss reference = ReferenceLoss.Of(
            run.Case.Options.Loss, run.State.Outputs, run.Targets, run.Case.Weights, run.Case.Samples, delta: 0.3);
        if (!gaussNewton) return ([.. Enumerable.Repeat(1.0, run.Targets.Length)], reference.Gradient);
        double[] root = [.. reference.Curvature.Select(Math.Sqrt)];
        return (root, [.. reference.Gradient.Zip(root, (r, s) => r / s)]);
    }

    /// <summary>Damping is relative to the mean over samples by their weights.</summary>
    private static double MeanWeight(TrainingCase given) => given.Weights?.Average() ?? 1.0;

    /// <summary>Fire sets are equal outside the rounding band.</summary>
    private static void AssertFireSets(SteppedRun run, DenseNetwork point, bool[] fires, StepBounds bounds)
    {
        double[] scores = point.Scores(run.Rows);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            double above = scores[pair] - point.Shift;
            bool tie = Math.Abs(above) <= bounds.Rounding.Score(pair / run.Case.Samples);
            Check.That(tie || fires[pair] == above > 0.0, $"pair {pair}: z - b = {above:R}, fires: {fires[pair]}.");
        }
    }

    /// <summary>
    /// Checks the residual of g, and bounds |Jᵀ (g - g of the reference)|: with A = J Jᵀ + D and r = A (g - g_ref) it is at most
    /// the root of rᵀ A⁻¹ r, so |r| / √λ_min(A).
    /// </summary>
    private static double NewtonError(SteppedRun run, DenseGaussNewton newton, double[] g, double bound)
    {
        Matrix<double> system = newton.System;
        double residual = (system * Vector<double>.Build.Dense(g) - newton.RightHandSide).L2Norm();
        Check.Near(residual, 0.0, bound, $"{run.Case}: residual of the direction");
        return residual / Math.Sqrt(system.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Min());
    }

    /// <summary>g is f - y in fp32; |η Jᵀ v| is at most η √λ_max |v|.</summary>
    private static double GradientError(SteppedRun run, DenseGaussNewton newton, double[] g, double[] outputBounds, double length)
    {
        for (int p = 0; p < g.Length; p++)
            Check.Near(g[p], newton.RightHandSide[p], outputBounds[p] + SingleRounding.Gamma(2) * Math.Abs(g[p]), $"{run.Case}: direction {p}");
        double largest = newton.Gram.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Max();
        return length * Math.Sqrt(largest) * Dense.Distance(g, [.. newton.RightHandSide]);
    }

    /// <summary>
    /// An output moves by at most s Σ_r |dw_r| over the neurons that feed it: |dW| when grouped or dense alike, since s is one over the
    /// root of their number.
    /// </summary>
    private static void AssertOutputs(SteppedRun run, DenseNetwork after, DenseNetwork reference, double error, double[] bounds, int step)
    {
        double[] exact = after.Forward(run.Rows), expected = reference.Forward(run.Rows);
        for (int p = 0; p < exact.Length; p++)
        {
            Check.Near(run.State.Outputs[p], exact[p], bounds[p], $"step {step}: output {p} at the run's own weights");
            Check.Near(run.State.Outputs[p], expected[p], bounds[p] + (1.0 + SingleRounding.Gamma(4)) * error, $"step {step}: output {p} against the reference");
        }
    }

    private static TrainingCase Case(TrainingMethod method, OutputWiring wiring, UpdateForm form, double ridge, FireSearch search) => new()
    {
        Width = 900,
        Samples = 21,
        Outputs = 3,
        Wiring = wiring,
        Options = new TrainingOptions { Method = method, Search = search, Form = form, Ridge = method == TrainingMethod.GaussNewton ? ridge : null, Threads = 2 },
    };
}
