using System.Numerics;
using Engine.Kernels;

namespace Engine;

/// <summary>Plain training of plain layers: Adam on minibatches, squared loss, dense products. What fine-tuning is compared with, and what makes checkpoints.</summary>
/// <remarks>Kingma and Ba 2015, with their constants. Order of samples from a seed; the same bits for any number of threads.</remarks>
internal sealed class DenseTrainer : IDisposable
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, Tiny = 1e-8f;
    private const uint OrderStream = 40;

    private readonly IReadOnlyList<DenseLayer> _layers;
    private readonly bool[] _trained;
    private readonly int _batch;
    private readonly float _rate;
    private readonly Gemm _gemm;
    private readonly NativeBuffer<float>[] _h;
    private readonly NativeBuffer<float>[] _delta;
    private readonly NativeBuffer<float>?[] _gradient;
    private readonly NativeBuffer<float>?[] _moments;
    private readonly float[][] _biasMoments;
    private long _step;

    /// <summary>Takes the memory: three times that of the trained weights.</summary>
    /// <param name="layers">Moved in place.</param>
    /// <param name="trained">Which are moved.</param>
    /// <param name="batch">Samples of a minibatch.</param>
    /// <param name="rate">Step size.</param>
    /// <param name="team">Who does the products.</param>
    public DenseTrainer(IReadOnlyList<DenseLayer> layers, bool[] trained, int batch, float rate, WorkerTeam team)
    {
        (_layers, _trained, _batch, _rate, _gemm) = (layers, trained, batch, rate, new Gemm(team));
        _h = [.. layers.Select(layer => new NativeBuffer<float>((long)batch * layer.Inputs)), new NativeBuffer<float>((long)batch * layers[^1].Units)];
        _delta = [.. layers.Select(layer => new NativeBuffer<float>((long)batch * layer.Units))];
        _gradient = [.. layers.Select((layer, l) => trained[l] ? new NativeBuffer<float>(layer.Weights.Length) : null)];
        _moments = [.. layers.Select((layer, l) => trained[l] ? new NativeBuffer<float>(2 * layer.Weights.Length) : null)];
        _biasMoments = [.. layers.Select(layer => new float[2 * layer.Units])];
    }

    /// <summary>Goes through all samples so many times.</summary>
    /// <param name="rows">(n, d).</param>
    /// <param name="targets">(K, n).</param>
    /// <param name="epochs">Times.</param>
    /// <param name="seed">Of the order.</param>
    /// <param name="cancellation">Checked before every epoch.</param>
    /// <returns>1/2 |f - y|^2 over the last epoch, each minibatch before its step.</returns>
    public double Train(float[] rows, double[] targets, int epochs, ulong seed, CancellationToken cancellation = default)
    {
        int d = _layers[0].Inputs, count = rows.Length / d;
        double loss = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] order = Order(count, seed, epoch);
            loss = 0;
            for (int first = 0; first < count; first += _batch)
            {
                ReadOnlySpan<int> batch = order.AsSpan(first, Math.Min(_batch, count - first));
                for (int i = 0; i < batch.Length; i++) rows.AsSpan(batch[i] * d, d).CopyTo(_h[0].Slice((long)i * d, d));
                Forward(batch.Length);
                loss += Residual(batch, targets, count);
                Backward(batch.Length);
            }
        }

        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeBuffer<float>? buffer in (IEnumerable<NativeBuffer<float>?>)[.. _h, .. _delta, .. _gradient, .. _moments]) buffer?.Dispose();
    }

    private static int[] Order(int count, ulong seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        var random = new CounterRandom(seed, OrderStream);
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)(random.Uniform((ulong)epoch * (ulong)count + (ulong)i) * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private void Forward(int count)
    {
        for (int l = 0; l < _layers.Count; l++)
        {
            DenseLayer layer = _layers[l];
            _gemm.Multiply(new MatrixView(_h[l], count, layer.Inputs), new MatrixView(layer.Weights, layer.Units, layer.Inputs).Transposed, new MatrixView(_h[l + 1], count, layer.Units));
            for (int i = 0; i < count; i++)
            {
                Span<float> row = _h[l + 1].Slice((long)i * layer.Units, layer.Units);
                for (int r = 0; r < row.Length; r++) row[r] = l + 1 < _layers.Count ? Math.Max(0, row[r] + layer.Bias[r]) : row[r] + layer.Bias[r];
            }
        }
    }

    private double Residual(ReadOnlySpan<int> batch, double[] targets, int count)
    {
        int outputs = _layers[^1].Units;
        double loss = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            Span<float> f = _h[^1].Slice((long)i * outputs, outputs), delta = _delta[^1].Slice((long)i * outputs, outputs);
            for (int k = 0; k < outputs; k++)
            {
                double residual = f[k] - targets[k * count + batch[i]];
                loss += residual * residual / 2;
                delta[k] = (float)(residual / batch.Length);
            }
        }

        return loss;
    }

    private void Backward(int count)
    {
        _step++;
        int lowest = Array.IndexOf(_trained, true);
        for (int l = _layers.Count - 1; l >= lowest; l--)
        {
            DenseLayer layer = _layers[l];
            var delta = new MatrixView(_delta[l], count, layer.Units);
            if (l > lowest)
            {
                // With the weights before their step.
                _gemm.Multiply(delta, new MatrixView(layer.Weights, layer.Units, layer.Inputs), new MatrixView(_delta[l - 1], count, layer.Inputs));
                Span<float> below = _delta[l - 1].Slice(0, count * layer.Inputs), h = _h[l].Slice(0, count * layer.Inputs);
                for (int e = 0; e < below.Length; e++)
                {
                    if (h[e] == 0) below[e] = 0;
                }
            }

            if (!_trained[l]) continue;
            _gemm.Multiply(delta.Transposed, new MatrixView(_h[l], count, layer.Inputs), new MatrixView(_gradient[l]!, layer.Units, layer.Inputs));
            for (int r = 0; r < layer.Units; r++)
            {
                long first = (long)r * layer.Inputs;
                Adam(layer.Weights.Slice(first, layer.Inputs), _gradient[l]!.Slice(first, layer.Inputs), _moments[l]!.Slice(first, layer.Inputs), _moments[l]!.Slice(layer.Weights.Length + first, layer.Inputs));
            }

            var bias = new float[layer.Units];
            for (int i = 0; i < count; i++)
            {
                Span<float> row = _delta[l].Slice((long)i * layer.Units, layer.Units);
                for (int r = 0; r < bias.Length; r++) bias[r] += row[r];
            }

            Adam(layer.Bias, bias, _biasMoments[l].AsSpan(0, layer.Units), _biasMoments[l].AsSpan(layer.Units));
        }
    }

    private void Adam(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        float rate = (float)(_rate * Math.Sqrt(1 - Math.Pow(Beta2, _step)) / (1 - Math.Pow(Beta1, _step)));
        int e = 0;
        for (; e <= weights.Length - Vector<float>.Count; e += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[e..]);
            Vector<float> m = Beta1 * new Vector<float>(mean[e..]) + (1 - Beta1) * g, s = Beta2 * new Vector<float>(square[e..]) + (1 - Beta2) * g * g;
            m.CopyTo(mean[e..]);
            s.CopyTo(square[e..]);
            (new Vector<float>(weights[e..]) - rate * m / (Vector.SquareRoot(s) + new Vector<float>(Tiny))).CopyTo(weights[e..]);
        }

        for (; e < weights.Length; e++)
        {
            mean[e] = Beta1 * mean[e] + (1 - Beta1) * gradient[e];
            square[e] = Beta2 * square[e] + (1 - Beta2) * gradient[e] * gradient[e];
            weights[e] -= rate * mean[e] / (MathF.Sqrt(square[e]) + Tiny);
        }
    }
}
