namespace Engine;

/// <summary>The vectors and scalars of a block of conjugate-gradient recurrences; active right-hand sides come first.</summary>
internal sealed class ConjugateGradientBlock
{
    // 64 u: r . M r / r . r this far below its largest is that of rounding errors in M, and r lies where the preconditioner does not reach.
    private const double NegligibleQuotient = 7e-15;

    private readonly ILinearOperator _system;
    private readonly ILinearOperator _preconditioner;
    private readonly int _order;
    private readonly double _tolerance;
    private readonly double[] _residual;
    private readonly double[] _direction;
    private readonly double[] _image;
    private readonly double[] _preconditioned;
    private readonly int[] _ids;
    private readonly double[] _scale;
    private readonly double[] _energy;
    private readonly double[] _verified;
    private readonly int[] _iterations;
    private readonly SolveStatus?[] _ended;
    private readonly double[] _quotient;

    public ConjugateGradientBlock(ILinearOperator system, ILinearOperator preconditioner, int count, double tolerance)
    {
        (_system, _preconditioner, _order, _tolerance) = (system, preconditioner, system.Order, tolerance);
        _residual = new double[count * _order];
        _direction = new double[count * _order];
        _image = new double[count * _order];
        _preconditioned = new double[count * _order];
        _ids = Enumerable.Range(0, count).ToArray();
        _scale = new double[count];
        _energy = new double[count];
        _verified = new double[count];
        _iterations = new int[count];
        _ended = new SolveStatus?[count];
        _quotient = new double[count];
        Results = new SolveResult[count];
    }

    /// <summary>Right-hand sides not done yet.</summary>
    public int Active { get; private set; }

    /// <summary>Whether a recurrence can go on before residuals are verified.</summary>
    public bool Running => Moving > 0;

    /// <summary>Outcomes, final for right-hand sides that are done.</summary>
    public SolveResult[] Results { get; }

    /// <summary>Applications of the operator.</summary>
    public int Applications { get; private set; }

    // The first Moving of the active ones are iterated; the rest of them wait for verification.
    private int Moving { get; set; }

    /// <summary>Sets up residuals; right-hand sides of zero are done at once.</summary>
    public void Begin(ReadOnlySpan<double> rightHandSides, Span<double> solutions)
    {
        Active = _ids.Length;
        for (int id = 0; id < _ids.Length; id++) _scale[id] = VectorArithmetic.Norm(rightHandSides.Slice(id * _order, _order));
        bool fromZero = solutions.IndexOfAnyExcept(0.0) < 0;
        if (fromZero) rightHandSides.CopyTo(_residual);
        else Residuals(rightHandSides, solutions);
        for (int slot = Active - 1; slot >= 0; slot--)
        {
            int id = _ids[slot];
            if (_scale[id] == 0) solutions.Slice(id * _order, _order).Clear();
            double relative = _scale[id] == 0 ? 0 : VectorArithmetic.Norm(Row(_residual, slot)) / _scale[id];
            _verified[id] = relative;
            if (relative <= _tolerance) Finish(slot, SolveStatus.Converged, relative);
            else if (!double.IsFinite(relative)) Finish(slot, SolveStatus.Indefinite, relative);
        }
    }

    /// <summary>Begins new recurrences from the present residuals.</summary>
    public void Turn()
    {
        Moving = Active;
        _preconditioner.ApplyRows(_residual.AsSpan(0, Moving * _order), _preconditioned.AsSpan(0, Moving * _order));
        for (int slot = Moving - 1; slot >= 0; slot--)
        {
            Row(_preconditioned, slot).CopyTo(Row(_direction, slot));
            _energy[_ids[slot]] = VectorArithmetic.Dot(Row(_residual, slot), Row(_preconditioned, slot));
            Judge(slot);
        }
    }

    /// <summary>One iteration of every recurrence that moves.</summary>
    public void Iterate(Span<double> solutions, int limit)
    {
        _system.ApplyRows(_direction.AsSpan(0, Moving * _order), _image.AsSpan(0, Moving * _order));
        Applications++;
        for (int slot = Moving - 1; slot >= 0; slot--)
        {
            int id = _ids[slot];
            double curvature = VectorArithmetic.Dot(Row(_direction, slot), Row(_image, slot));
            _iterations[id]++;
            if (!(curvature > 0))
            {
                Stop(slot, SolveStatus.Indefinite);
                continue;
            }

            double length = _energy[id] / curvature;
            VectorArithmetic.AddScaled(length, Row(_direction, slot), solutions.Slice(id * _order, _order));
            VectorArithmetic.AddScaled(-length, Row(_image, slot), Row(_residual, slot));
            if (VectorArithmetic.Norm(Row(_residual, slot)) <= _tolerance * _scale[id]) Wait(slot);
            else if (_iterations[id] >= limit) Stop(slot, SolveStatus.IterationLimit);
        }

        if (Moving == 0) return;
        _preconditioner.ApplyRows(_residual.AsSpan(0, Moving * _order), _preconditioned.AsSpan(0, Moving * _order));
        for (int slot = Moving - 1; slot >= 0; slot--)
        {
            int id = _ids[slot];
            double energy = VectorArithmetic.Dot(Row(_residual, slot), Row(_preconditioned, slot)), turn = energy / _energy[id];
            _energy[id] = energy;
            if (!Judge(slot)) continue;
            Span<double> direction = Row(_direction, slot), preconditioned = Row(_preconditioned, slot);
            for (int i = 0; i < _order; i++) direction[i] = Math.FusedMultiplyAdd(turn, direction[i], preconditioned[i]);
        }
    }

    /// <summary>Computes true residuals and retires what is done; the rest starts again from them.</summary>
    public void Verify(ReadOnlySpan<double> rightHandSides, Span<double> solutions, int limit, double leastGain)
    {
        Residuals(rightHandSides, solutions);
        for (int slot = Active - 1; slot >= 0; slot--)
        {
            int id = _ids[slot];
            double relative = VectorArithmetic.Norm(Row(_residual, slot)) / _scale[id];
            if (relative <= _tolerance) Finish(slot, SolveStatus.Converged, relative);
            else if (_ended[id] is { } ended) Finish(slot, ended, relative);
            else if (_iterations[id] >= limit) Finish(slot, SolveStatus.IterationLimit, relative);
            else if (!(relative <= leastGain * _verified[id])) Finish(slot, SolveStatus.Stagnated, relative);
            else _verified[id] = relative;
        }
    }

    /// <summary>Whether the residual in the preconditioner's norm lets a recurrence go on; if not, the recurrence stops or waits for verification.</summary>
    private bool Judge(int slot)
    {
        int id = _ids[slot];
        double square = VectorArithmetic.Dot(Row(_residual, slot), Row(_residual, slot)), quotient = _energy[id] / square;
        double negligible = NegligibleQuotient * _quotient[id];
        if (quotient > negligible)
        {
            _quotient[id] = Math.Max(_quotient[id], quotient);
            return true;
        }

        if (quotient >= -negligible) Wait(slot);
        else Stop(slot, SolveStatus.Indefinite);
        return false;
    }

    private Span<double> Row(double[] vectors, int slot) => vectors.AsSpan(slot * _order, _order);

    private void Residuals(ReadOnlySpan<double> rightHandSides, ReadOnlySpan<double> solutions)
    {
        for (int slot = 0; slot < Active; slot++) solutions.Slice(_ids[slot] * _order, _order).CopyTo(Row(_direction, slot));
        _system.ApplyRows(_direction.AsSpan(0, Active * _order), _image.AsSpan(0, Active * _order));
        Applications++;
        for (int slot = 0; slot < Active; slot++)
            VectorArithmetic.Subtract(rightHandSides.Slice(_ids[slot] * _order, _order), Row(_image, slot), Row(_residual, slot));
    }

    // Slots are walked from the last to the first, so whoever takes the place of one that leaves has been looked at already.
    private void Wait(int slot) => Swap(slot, --Moving);

    private void Stop(int slot, SolveStatus status)
    {
        _ended[_ids[slot]] = status;
        Wait(slot);
    }

    private void Finish(int slot, SolveStatus status, double relative)
    {
        Results[_ids[slot]] = new SolveResult(status, relative, _iterations[_ids[slot]]);
        Swap(slot, --Active);
    }

    private void Swap(int slot, int other)
    {
        if (slot == other) return;
        (_ids[slot], _ids[other]) = (_ids[other], _ids[slot]);
        foreach (double[] vectors in new[] { _residual, _direction, _image, _preconditioned })
        {
            Span<double> x = Row(vectors, slot), y = Row(vectors, other);
            for (int i = 0; i < _order; i++) (x[i], y[i]) = (y[i], x[i]);
        }
    }
}
