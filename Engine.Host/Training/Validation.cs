using Engine.Kernels;

namespace Engine;

/// <summary>Held-out samples of a run: their loss after every step, and the weights with the least.</summary>
/// <remarks>An evaluation costs writing W, m d floats, and 2 m d operations a sample. Holds W twice.</remarks>
internal sealed class Validation : IDisposable
{
    private readonly NetworkCore _probe;
    private readonly NativeBuffer<float> _best;
    private readonly float[] _rows;
    private readonly ILoss _loss;
    private readonly double _totalWeight;
    private readonly double[] _outputs;
    private readonly double[] _byOutput;
    private readonly double[] _gradient;
    private readonly int _patience;

    /// <summary>Takes the memory.</summary>
    /// <param name="core">The network; its signs are read.</param>
    /// <param name="rows">Unit rows, (count, d).</param>
    /// <param name="loss">The loss of these samples.</param>
    /// <param name="patience">Steps without a new least loss that end training.</param>
    public Validation(NetworkCore core, float[] rows, ILoss loss, int patience)
    {
        (_rows, _loss, _patience) = (rows, loss, patience);
        _probe = new NetworkCore(core.Width, core.Dimension, core.Outputs, core.Shift, core.Wiring, core.Seed, draw: false);
        Copy(core.Signs, _probe.Signs);
        _best = new NativeBuffer<float>(core.Weights.Length);
        int samples = rows.Length / core.Dimension;
        _totalWeight = loss.Weights?.Sum() ?? samples;
        _outputs = new double[samples * core.Outputs];
        _byOutput = new double[_outputs.Length];
        _gradient = new double[_outputs.Length];
    }

    /// <summary>The step with the least loss; the start is step 0.</summary>
    public int BestStep { get; private set; }

    /// <summary>Its loss: mean over the samples by their weights.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Its coefficients, when they are to be kept.</summary>
    public SparseCoefficients? BestCoefficients { get; private set; }

    /// <summary>Evaluates the present point of a run.</summary>
    /// <param name="state">The run.</param>
    /// <param name="step">Its steps so far.</param>
    /// <param name="keepCoefficients">Whether to keep C beside W.</param>
    /// <returns>The mean loss.</returns>
    public double Observe(TrainingState state, int step, bool keepCoefficients)
    {
        state.Point.Materialise(_probe.Weights);
        _probe.Forward(_rows, _outputs);
        int outputs = _probe.Outputs, samples = _outputs.Length / outputs;
        for (int p = 0; p < _outputs.Length; p++) _byOutput[p] = _outputs[p % samples * outputs + p / samples];
        double mean = _loss.Evaluate(_byOutput, _gradient) / _totalWeight;
        if (mean < BestLoss || step == 0)
        {
            (BestStep, BestLoss) = (step, mean);
            Copy(_probe.Weights, _best);
            if (keepCoefficients) BestCoefficients = SparseCoefficients.From(state.SettledLists()!, _probe.Width);
        }

        return mean;
    }

    /// <summary>Whether so many steps have brought nothing that training should end (Prechelt, Early Stopping - But When?, 1998).</summary>
    public bool Exhausted(int step) => step - BestStep >= _patience;

    /// <summary>Writes the weights of the best step.</summary>
    public void Restore(NetworkCore core) => Copy(_best, core.Weights);

    /// <inheritdoc/>
    public void Dispose()
    {
        _probe.Dispose();
        _best.Dispose();
    }

    private static void Copy(NativeBuffer<float> source, NativeBuffer<float> target)
    {
        const int Chunk = 1 << 28;
        for (long first = 0; first < source.Length; first += Chunk)
        {
            int count = (int)Math.Min(Chunk, source.Length - first);
            source.Slice(first, count).CopyTo(target.Slice(first, count));
        }
    }
}
