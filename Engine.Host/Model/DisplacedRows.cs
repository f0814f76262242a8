using Engine.Kernels;

namespace Engine;

/// <summary>W = W(0) + C X, made when a row is read, with the arithmetic and so the bits of training.</summary>
/// <param name="start">W(0); owned.</param>
/// <param name="displacement">C and X.</param>
/// <remarks>A row costs what reading it from <paramref name="start"/> does, and d multiply-adds for every coefficient of the neuron.</remarks>
internal sealed unsafe class DisplacedRows(WeightRows start, CompactWeights displacement) : WeightRows(start.Dimension)
{
    private readonly SparseCoefficients _coefficients = displacement.Coefficients;

    /// <inheritdoc/>
    public override long Bytes => start.Bytes + _coefficients.Bytes + displacement.Rows.LongLength * sizeof(float);

    /// <inheritdoc/>
    public override float* Read(int first, int count, float* scratch)
    {
        start.Copy(first, count, scratch);
        fixed (float* samples = displacement.Rows)
        {
            for (int q = 0; q < count; q++)
            {
                for (long e = _coefficients.Offsets[first + q]; e < _coefficients.Offsets[first + q + 1]; e++)
                    CandidateLists.AddScaled(samples + (long)_coefficients.Ids[e] * Dimension, _coefficients.Values[e], scratch + (long)q * Dimension, Dimension);
            }
        }

        return scratch;
    }

    /// <inheritdoc/>
    public override void Dispose() => start.Dispose();
}
