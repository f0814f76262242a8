using Engine.Kernels;

namespace Engine;

/// <summary>A change of a layer's weights and biases as B A: (m, rank) times (rank, p + 1), the last column of A that of the biases.</summary>
/// <param name="Rank">Columns of B.</param>
/// <param name="Units">m.</param>
/// <param name="Inputs">p.</param>
/// <param name="B">(m, rank), row-major.</param>
/// <param name="A">(rank, p + 1), row-major.</param>
/// <param name="RelativeError">|change - B A| over |change|, Frobenius.</param>
public sealed record LowRankDelta(int Rank, int Units, int Inputs, IReadOnlyList<float> B, IReadOnlyList<float> A, double RelativeError)
{
    private const double Tolerance = 1e-3;

    /// <summary>From a layer before and after, by the eigenvectors of the smaller of D D^T and D^T D: at most 14 min(m, p)^3 operations.</summary>
    internal static unsafe LowRankDelta Of(DenseLayer before, HiddenLayer after, int? rank)
    {
        int m = before.Units, p = before.Inputs + 1, order = Math.Min(m, p), depth = Math.Max(m, p);
        bool byUnits = m <= p;
        // Y: D when its rows are the shorter side, else its transpose.
        using var y = new NativeBuffer<double>((long)order * depth);
        var row = new float[p];
        for (int r = 0; r < m; r++)
        {
            after.Weights.ReadRows(r, row);
            Span<float> old = before.Weights.Slice((long)r * (p - 1), p - 1);
            for (int j = 0; j < p; j++) y.Pointer[byUnits ? (long)r * p + j : (long)j * m + r] = (double)row[j] - (j < p - 1 ? old[j] : before.Bias[r]);
        }

        using var team = new WorkerTeam();
        using var gram = new NativeBuffer<double>((long)order * order);
        using var vectors = new NativeBuffer<double>((long)order * order);
        using (var product = new SymmetricProduct(order, team)) product.Multiply(y.Pointer, depth, order, depth, gram.Pointer, order);
        for (int i = 0; i < order; i++) vectors.Slice((long)i * order + i, 1)[0] = 1;
        var values = new double[order];
        using (var eigen = new SymmetricEigen(order, team)) eigen.Decompose(gram, order, order, values, vectors, order);
        double total = values.Sum(value => Math.Max(0, value)), left = total;
        int taken = 0;
        while (taken < Math.Min(order, rank ?? order) && left > Tolerance * Tolerance * total) left -= Math.Max(0, values[order - 1 - taken++]);
        taken = Math.Max(1, taken);
        float[] b = new float[m * taken], a = new float[taken * p];
        for (int c = 0; c < taken; c++)
        {
            Span<double> u = vectors.Slice((long)(order - 1 - c) * order, order);
            var image = new double[depth];
            for (int i = 0; i < order; i++) VectorArithmetic.AddScaled(u[i], y.Slice((long)i * depth, depth), image);
            for (int r = 0; r < m; r++) b[r * taken + c] = (float)(byUnits ? u[r] : image[r]);
            for (int j = 0; j < p; j++) a[c * p + j] = (float)(byUnits ? image[j] : u[j]);
        }

        return new LowRankDelta(taken, m, p - 1, b, a, total > 0 ? Math.Sqrt(Math.Max(0, left) / total) : 0);
    }
}
