using Engine.Kernels;

namespace Engine;

/// <summary>(J J^T + shift) g = right-hand side at the present point of a run, without the matrix.</summary>
internal sealed class NormalSystem
{
    private readonly FireJacobian[] _single;

    /// <summary>Refers to fire sets that are collected anew for every step.</summary>
    /// <param name="state">The run.</param>
    /// <param name="fired">Fire sets by range.</param>
    public NormalSystem(TrainingState state, FiredRows[] fired)
    {
        State = state;
        Fired = fired;
        // Gathers from X X^T take the squared size of a set, products with rows 2 d times its size, in vectors of 8.
        double fires = (double)state.Count * NormalDistribution.UpperTail(state.Core.Shift);
        KernelMatrix? kernel = fires < state.Network.Dimension / 4.0 ? state.Kernel : null;
        Jacobian = new FireJacobian(state.Core, fired, state.Samples, kernel, state.Team);
        _single = [.. Enumerable.Range(0, state.Network.Outputs).Select(Jacobian.Single)];
    }

    /// <summary>The run.</summary>
    public TrainingState State { get; }

    /// <summary>Fire sets of the present point.</summary>
    public FiredRows[] Fired { get; }

    /// <summary>J, all K n rows.</summary>
    public FireJacobian Jacobian { get; }

    /// <summary>Ridge and damping.</summary>
    public double Shift { get; set; }

    /// <summary>Whether the outputs are independent of one another: K systems of order n.</summary>
    public bool Grouped => State.Network.Wiring == OutputWiring.Grouped;

    /// <summary>The whole system, of order K n.</summary>
    public JacobianGram Whole => new(Jacobian, Shift);

    /// <summary>The block of one output, of order n.</summary>
    public JacobianGram Of(int output) => new(_single[output], Shift);
}
