namespace Engine.Kernels;

/// <summary>Products of dense fp32 matrices on one device.</summary>
/// <remarks>
/// A computed product obeys |C - exact| ≤ γ_t (|alpha| |A| |B| + |beta| |C|) element by element, with t = k + ⌈k / 384⌉ + 2, γ_t = t u / (1 - t u) and
/// u = 2⁻²⁴ (Higham, Accuracy and Stability, §3.1), as long as nothing overflows or underflows. The order of every sum is a function of the shape alone: a
/// device gives the same bits in every run. NaN and infinity in what is read propagate as IEEE 754 says.
/// </remarks>
public abstract class DenseOperations
{
    /// <summary>Largest d of <see cref="Quantise"/>: sums of 2¹⁶ products of 8 bits fit in 32.</summary>
    public const int MaximumQuantisedDepth = 1 << 16;

    private protected DenseOperations()
    {
    }

    /// <summary>C = alpha A B + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A and B unread.</param>
    /// <param name="a">Shape <c>(m, k)</c>; a transposed view multiplies by the transpose.</param>
    /// <param name="b">Shape <c>(k, n)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="c">Shape <c>(m, n)</c>; must not overlap A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or a matrix lies on another device.</exception>
    /// <remarks>2 m n k operations. The sums over k are not shared: a C of few tiles occupies a small part of a device.</remarks>
    public void Multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        Gemm.RequireShapes(a, b, c);
        if (c.Rows > 0 && c.Columns > 0) MultiplyCore(alpha, a, b, beta, c);
    }

    /// <summary>The lower triangle, diagonal included, of C = alpha A Aᵀ + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A unread.</param>
    /// <param name="a">Shape <c>(n, k)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread.</param>
    /// <param name="c">Shape <c>(n, n)</c>, not transposed; what lies above the diagonal is neither read nor written.</param>
    /// <exception cref="ArgumentException">The shapes do not match, C is a transposed view, or a matrix lies on another device.</exception>
    /// <remarks>n² k operations. Elements have the bits that <see cref="Multiply"/> gives them on the same device, but for cuBLAS, which promises no such thing.</remarks>
    public void MultiplySymmetric(float alpha, MatrixView a, float beta, MatrixView c)
    {
        Gemm.RequireShapes(a, a.Transposed, c);
        if (c.IsTransposed) throw new ArgumentException("C must not be a transposed view: its upper triangle would be written.", nameof(c));
        if (c.Rows > 0) MultiplySymmetricCore(alpha, a, beta, c);
    }

    /// <summary>The pairs of rows whose inner product lies above a threshold: entry (r, i) with value z = ⟨w_r, x_i⟩ wherever z &gt; threshold.</summary>
    /// <param name="weights">Shape <c>(m, d)</c>.</param>
    /// <param name="samples">Shape <c>(n, d)</c>.</param>
    /// <param name="threshold">In units of the inner product; the comparison is strict, and NaN is never above.</param>
    /// <param name="hits">m rows and n columns, with values; ids ascend in each row. Must not overlap the operands.</param>
    /// <returns>
    /// Number of hits. When it exceeds <see cref="CsrView.Capacity"/>, offsets are complete, ids and values are unspecified: allocate, and call again.
    /// </returns>
    /// <exception cref="ArgumentException">The shapes do not match, <paramref name="hits"/> has no values, or an array lies on another device.</exception>
    /// <remarks>
    /// 2 m n d operations; nothing of size n m is stored. |z - exact| ≤ γ_d ⟨|w_r|, |x_i|⟩: only a pair whose exact product lies within that band around the
    /// threshold can be decided either way. Each z is one chain over d, on the host of fused multiply-adds (<see cref="TileProduct"/>).
    /// </remarks>
    public long SelectAbove(MatrixView weights, MatrixView samples, float threshold, CsrView hits)
    {
        RequireSelection(weights, samples, hits);
        return SelectAboveCore(weights, samples, threshold, hits);
    }

    /// <summary>Approximates rows by integers, for <see cref="ScreenedSelectAbove"/>.</summary>
    /// <param name="rows">Shape <c>(m, d)</c>; must not change while the result is in use.</param>
    /// <returns>The caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">d is above <see cref="MaximumQuantisedDepth"/>.</exception>
    /// <remarks>q_k = round(w_k / s) with s = max |w_k| / 127 for each row. Two passes over the rows.</remarks>
    public QuantisedRows Quantise(MatrixView rows)
    {
        if (rows.Columns > MaximumQuantisedDepth)
            throw new ArgumentOutOfRangeException(nameof(rows), $"d <= {MaximumQuantisedDepth} does not hold: d={rows.Columns}.");
        return QuantiseCore(rows);
    }

    /// <summary>What <see cref="SelectAbove"/> finds, bit for bit, by integer products first.</summary>
    /// <param name="weights">Shape <c>(m, d)</c>, from <see cref="Quantise"/> of the same device.</param>
    /// <param name="samples">Shape <c>(n, d)</c>; quantised in every call.</param>
    /// <param name="threshold">As for <see cref="SelectAbove"/>.</param>
    /// <param name="hits">As for <see cref="SelectAbove"/>.</param>
    /// <returns>Number of hits, and of pairs that integers could not drop.</returns>
    /// <exception cref="ArgumentException">The shapes do not match, <paramref name="hits"/> has no values, or an array lies on another device.</exception>
    /// <remarks>
    /// Let w' = s_w q_w and x' = s_x q_x. Then ⟨w, x⟩ - ⟨w', x'⟩ = ⟨w - w', x⟩ + ⟨w', x - x'⟩, so by Cauchy and Schwarz
    /// |⟨w, x⟩ - s_w s_x ⟨q_w, q_x⟩| ≤ |w - w'| |x| + |w'| |x - x'|. The score z of <see cref="SelectAbove"/> is off by at most γ_d |w| |x| + d 2⁻¹²⁵, the
    /// second part for underflow, whether the device has subnormal numbers or not. A pair is dropped only if s_w s_x ⟨q_w, q_x⟩ and both bounds together do
    /// not exceed the threshold: then z does not either. All other pairs get their z, by the same arithmetic. Rows with NaN, infinities or a largest
    /// magnitude far from 1 (below 2⁻³³ or above 2⁴⁶) are never dropped.
    /// Faster than <see cref="SelectAbove"/> where the processor multiplies bytes (<c>AvxVnni</c>) and few pairs lie near the threshold; a selection without
    /// chance to drop pairs costs several times more.
    /// </remarks>
    public ScreenedCount ScreenedSelectAbove(QuantisedRows weights, MatrixView samples, float threshold, CsrView hits)
    {
        ArgumentNullException.ThrowIfNull(weights);
        RequireSelection(weights.Rows, samples, hits);
        return ScreenedSelectAboveCore(weights, samples, threshold, hits);
    }

    private static void RequireSelection(MatrixView weights, MatrixView samples, CsrView hits)
    {
        if (weights.Columns != samples.Columns || hits.Rows != weights.Rows || hits.Columns != samples.Rows)
        {
            throw new ArgumentException(
                $"weights (m, d), samples (n, d), hits (m, n) does not hold: ({weights.Rows}, {weights.Columns}), ({samples.Rows}, {samples.Columns}), ({hits.Rows}, {hits.Columns}).");
        }

        hits.RequireValues(nameof(hits));
    }

    private protected abstract long SelectAboveCore(MatrixView weights, MatrixView samples, float threshold, CsrView hits);

    private protected abstract QuantisedRows QuantiseCore(MatrixView rows);

    private protected abstract ScreenedCount ScreenedSelectAboveCore(QuantisedRows weights, MatrixView samples, float threshold, CsrView hits);

    private protected abstract void MultiplyCore(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c);

    private protected abstract void MultiplySymmetricCore(float alpha, MatrixView a, float beta, MatrixView c);
}
