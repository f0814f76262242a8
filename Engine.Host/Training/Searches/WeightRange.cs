using Engine.Kernels;

namespace Engine;

/// <summary>The passes over one range of neurons at a point that holds its weights, and the range's private part of the outputs.</summary>
/// <param name="problem">Samples, W(0), wiring and threshold.</param>
/// <param name="range">The neurons.</param>
/// <param name="part">Knows their fire sets.</param>
/// <param name="weights">W, (m, d).</param>
/// <param name="steps">The current step of every weight, (m, d), under a ridge; null without.</param>
internal sealed unsafe class WeightRange(
    CandidateProblem problem, NeuronRange range, NeuronPart part, NativeBuffer<float> weights, NativeBuffer<float>? steps) : IDisposable
{
    private readonly NativeBuffer<double> _outputs = new((long)range.OutputCount * problem.Samples.Count);

    /// <summary>Partial outputs, (OutputCount, n), before the output scale.</summary>
    public ReadOnlySpan<double> Outputs => _outputs.Slice(0, (int)_outputs.Length);

    /// <summary>What the last <see cref="Evaluate"/> found.</summary>
    public PassCounts Counts { get; private set; }

    /// <summary>Samples added to weights by the last <see cref="Move"/>.</summary>
    public long Backward { get; private set; }

    /// <summary>Moves the weights of the neurons that fired at the base point; under a ridge those that had moved before, too.</summary>
    public void Move(PassScratch scratch, in StepMove move)
    {
        Backward = 0;
        for (int r = range.First; r < range.First + range.Count; r++)
        {
            ReadOnlySpan<int> fired = part.Base.Of(r - part.First);
            part.Mark(r - part.First, steps is null ? MoveFired(r, fired, scratch, move) : MoveRegularised(r, fired, scratch, move));
        }
    }

    /// <summary>Computes the scores of the fired pairs and adds up the outputs.</summary>
    public void Evaluate(PassScratch scratch)
    {
        ClearOutputs();
        long fires = 0, flips = 0;
        for (int r = range.First; r < range.First + range.Count; r++)
        {
            ReadOnlySpan<int> fired = part.Current.Of(r - part.First);
            fires += fired.Length;
            flips += FiredPass.Flips(part.Base.Of(r - part.First), fired);
            Add(r, fired, Weight(r), scratch, problem.Shift);
        }

        Counts = new PassCounts { Fires = fires, Candidates = fires, Flips = flips };
    }

    /// <summary>Makes the outputs the range's part of J J^T v, before the squared output scale.</summary>
    /// <param name="vectors">v, (K, stride).</param>
    /// <param name="stride">Floats between its rows.</param>
    /// <param name="scratch">The worker's.</param>
    public void ApplyGram(float* vectors, long stride, PassScratch scratch)
    {
        ClearOutputs();
        for (int r = range.First; r < range.First + range.Count; r++)
        {
            ReadOnlySpan<int> fired = part.Current.Of(r - part.First);
            if (fired.Length == 0) continue;
            float* sum = scratch.ClearedRow();
            FiredPass.Combine(problem.Sign(r), vectors + range.FirstOutput * stride, range.OutputCount, stride, fired, scratch.Coefficients);
            FiredPass.AddSamples(problem.Samples, fired, scratch.Coefficients, sum);
            Add(r, fired, sum, scratch, shift: 0);
        }
    }

    /// <summary>Makes the outputs the range's part of J (W - W(0)), before the output scale.</summary>
    /// <returns>The range's part of how far the weights have moved.</returns>
    public Displacement ApplyDisplacement(PassScratch scratch)
    {
        ClearOutputs();
        Displacement moved = default;
        for (int r = range.First; r < range.First + range.Count; r++)
        {
            float* displacement = scratch.ClearedRow(), now = Weight(r), start = problem.Weight(r);
            double square = 0;
            for (int k = 0; k < problem.Samples.Dimension; k++)
            {
                displacement[k] = now[k] - start[k];
                square += (double)displacement[k] * displacement[k];
            }

            moved = moved.With(square);
            Add(r, part.Current.Of(r - part.First), displacement, scratch, shift: 0);
        }

        return moved;
    }

    /// <summary>Copies the fire sets of the present point.</summary>
    public void Collect(FiredRows fired)
    {
        fired.Begin(range.Count);
        for (int r = range.First; r < range.First + range.Count; r++) fired.Append(part.Current.Of(r - part.First));
    }

    /// <inheritdoc/>
    public void Dispose() => _outputs.Dispose();

    private float* Weight(int neuron) => weights.Pointer + (long)neuron * problem.Samples.Dimension;

    private void ClearOutputs() => _outputs.Slice(0, (int)_outputs.Length).Clear();

    /// <summary>The part of a full step that -J^T g gives one neuron's pairs, times a length, into the scratch coefficients.</summary>
    /// <returns>Whether one of them is not zero.</returns>
    private bool Combine(int neuron, ReadOnlySpan<int> fired, PassScratch scratch, in StepMove move, float length)
    {
        float* c = scratch.Coefficients;
        FiredPass.Combine(problem.Sign(neuron), move.Direction + range.FirstOutput * move.Stride, range.OutputCount, move.Stride, fired, c);
        float scale = (float)-problem.OutputScale;
        bool any = false;
        for (int p = 0; p < fired.Length; p++)
        {
            c[p] = c[p] * scale * length;
            any |= c[p] != 0;
        }

        return any;
    }

    private bool MoveFired(int neuron, ReadOnlySpan<int> fired, PassScratch scratch, in StepMove move)
    {
        if (!Combine(neuron, fired, scratch, move, move.Length)) return false;
        FiredPass.AddSamples(problem.Samples, fired, scratch.Coefficients, Weight(neuron));
        Backward += fired.Length;
        return true;
    }

    /// <summary>The step is kept, so that a trial can be corrected after the displacement it gives up a share of has changed.</summary>
    private bool MoveRegularised(int neuron, ReadOnlySpan<int> fired, PassScratch scratch, in StepMove move)
    {
        int d = problem.Samples.Dimension;
        float* step = steps!.Pointer + (long)neuron * d, now = Weight(neuron), start = problem.Weight(neuron);
        if (move.FromBase)
        {
            for (int k = 0; k < d; k++) step[k] = (now[k] - start[k]) * -move.Shrink;
            Combine(neuron, fired, scratch, move, length: 1);
            FiredPass.AddSamples(problem.Samples, fired, scratch.Coefficients, step);
            Backward += fired.Length;
        }

        bool any = false;
        for (int k = 0; k < d; k++)
        {
            any |= step[k] != 0;
            now[k] = MathF.FusedMultiplyAdd(move.Length, step[k], now[k]);
        }

        return any;
    }

    private void Add(int neuron, ReadOnlySpan<int> fired, float* row, PassScratch scratch, float shift)
    {
        FiredPass.Products(problem.Samples, fired, row, scratch.Products);
        FiredPass.Scatter(_outputs.Pointer, range.OutputCount, problem.Samples.Count, problem.Sign(neuron), fired, scratch.Products, shift);
    }
}
