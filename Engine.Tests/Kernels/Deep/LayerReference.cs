using Engine.Kernels;
using Engine.Tests.Reference;

namespace Engine.Tests.Kernels.Deep;

/// <summary>W in double precision, dense, with what bounds the rounding errors of any exact form of it.</summary>
/// <remarks>
/// Every form sums, in some order, the products w_rp(0) h_ip and length v_jr h_jp h_ip, with the factors of each rounded a few times on the way: Higham, §3.1,
/// gives γ_t times the sum of their magnitudes, t the number of terms a single sum has (active inputs, and steps that touched the unit) and the roundings of
/// a term (7: length v, a summed step, K, and its product; chains of chains).
/// </remarks>
internal sealed class LayerReference
{
    private readonly LayerCase _layer;
    private readonly ActiveRows _inputs;
    private readonly double[] _weights;
    private readonly double[] _sizes;
    private readonly int[] _updates;

    public LayerReference(LayerCase layer)
    {
        (_layer, _inputs) = (layer, layer.Inputs());
        _weights = [.. layer.Weights().Select(w => (double)w)];
        _sizes = [.. _weights.Select(Math.Abs)];
        _updates = new int[layer.Units];
    }

    public void Add(ActiveRows v, float length)
    {
        for (int j = 0; j < v.Count; j++)
        {
            ReadOnlySpan<int> ids = v.Ids(j), columns = _inputs.Ids(j);
            for (int q = 0; q < ids.Length; q++)
            {
                double step = (double)length * v.Values(j)[q];
                _updates[ids[q]]++;
                for (int p = 0; p < columns.Length; p++)
                {
                    long at = (long)ids[q] * _layer.Width + columns[p];
                    _weights[at] += step * _inputs.Values(j)[p];
                    _sizes[at] += Math.Abs(step * _inputs.Values(j)[p]);
                }
            }
        }
    }

    /// <summary>What is above must be reported, once, in order, and nothing that is not; values are z.</summary>
    public void CheckAbove(float threshold, ActiveRows above, string subject)
    {
        for (int i = 0; i < _inputs.Count; i++)
        {
            int q = 0;
            ReadOnlySpan<int> ids = above.Ids(i);
            for (int r = 0; r < _layer.Units; r++)
            {
                (double z, double size) = Dot(r, _inputs.Ids(i), _inputs.Values(i));
                double bound = SingleRounding.Gamma(_inputs.Ids(i).Length + _updates[r] + 7) * size;
                if (q < ids.Length && ids[q] == r) Check.Near(above.Values(i)[q++], z, bound, $"{subject}: z of unit {r}, sample {i}");
                else Check.That(z <= threshold + bound, $"{subject}: unit {r} is missing from sample {i}, z {z:R} > {threshold:R}");
            }

            Check.That(q == ids.Length, $"{subject}: ids of sample {i} do not ascend below m, or repeat");
            foreach (float z in above.Values(i)) Check.That(z > threshold, $"{subject}: {z:R} was reported above {threshold:R}");
        }
    }

    /// <summary>W row by row; a normwise term covers bilinear schemes.</summary>
    public void CheckWeights(ReadOnlySpan<float> weights, string subject, double normwise = 0)
    {
        for (int at = 0; at < weights.Length; at++)
            Check.Near(weights[at], _weights[at], SingleRounding.Gamma(_updates[at / _layer.Width] + 4) * _sizes[at] + normwise, $"{subject}: w{at / _layer.Width},{at % _layer.Width}");
    }

    /// <summary>z of a vector that is none of the inputs.</summary>
    public void CheckProduct(ReadOnlySpan<int> ids, ReadOnlySpan<float> values, ReadOnlySpan<float> z, string subject)
    {
        for (int r = 0; r < _layer.Units; r++)
        {
            (double expected, double size) = Dot(r, ids, values);
            Check.Near(z[r], expected, SingleRounding.Gamma(ids.Length + _inputs.Count + _updates[r] + 7) * size, $"{subject}: unit {r}");
        }
    }

    private (double Sum, double Size) Dot(int unit, ReadOnlySpan<int> ids, ReadOnlySpan<float> values)
    {
        double sum = 0, size = 0;
        for (int q = 0; q < ids.Length; q++)
        {
            long at = (long)unit * _layer.Width + ids[q];
            sum += _weights[at] * values[q];
            size += _sizes[at] * Math.Abs(values[q]);
        }

        return (sum, size);
    }
}
