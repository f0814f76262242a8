using Engine.Kernels;

namespace Engine;

/// <summary>Makes the direction of a plan.</summary>
internal static class DirectionFactory
{
    // Apart from weights, signs, power iteration, sketches and Lanczos.
    private const uint NystromStream = 5;

    /// <summary>For a preprocessed run.</summary>
    /// <param name="state">The run.</param>
    /// <param name="plan">Method and solver.</param>
    /// <param name="options">The other settings.</param>
    public static IDirection Create(TrainingState state, TrainingPlan plan, TrainingOptions options)
    {
        ulong seed = state.Network.Seed;
        INormalSolver solver;
        switch (plan.Method, plan.Solver)
        {
            case (TrainingMethod.GradientDescent, _):
                return new GradientDirection(seed, options.Time);
            case (TrainingMethod.GaussNewton, GramSolver.Cholesky):
                return new GaussNewtonDirection(state, options.Damping, plan.TargetLoss, options.Time);
            case (TrainingMethod.GaussNewton, GramSolver.Analytic):
                solver = new PreconditionedSolver(
                    system => Preconditioners.AnalyticSingle(new InfiniteWidthKernel(state.Core.Shift), state.Samples, system.Shift, state.Team), follows: false, options.Time);
                break;
            case (TrainingMethod.GaussNewton, _):
                solver = new PreconditionedSolver(
                    system => NystromPreconditioner.TryBuild(
                        new JacobianGram(system.Jacobian.Pooled(), ridge: 0), SolverCost.NystromRank(state.Count), system.Shift, new CounterRandom(seed, NystromStream), state.Team),
                    follows: true, options.Time);
                break;
            default:
                solver = new SketchedSolver(options.SketchFactor, SolverCost.SketchKindOf(plan.Method), seed, options.Time);
                break;
        }

        return new IterativeDirection(state, solver, options.Damping, plan.TargetLoss, options.Time);
    }
}
