using Engine.Kernels;

namespace Engine;

/// <summary>U diag(w) U^T + tail (I - U U^T), U of orthonormal columns.</summary>
internal sealed unsafe class SpectralPreconditioner : IPreconditioner
{
    private const int ColumnsPerItem = 512;

    private readonly NativeBuffer<double> _rows;
    private readonly double[] _weights;
    private readonly double _tail;
    private readonly WorkerTeam _team;
    private double[] _coordinates = [];

    /// <summary>Takes over U^T.</summary>
    /// <param name="rows">U^T, (rank, order) without gaps; owned from here on.</param>
    /// <param name="order">n.</param>
    /// <param name="weights">w, one for each column of U.</param>
    /// <param name="tail">Weight of what U does not span; 0 cuts it off.</param>
    /// <param name="shift">What building it added to the diagonal.</param>
    /// <param name="team">Who does the work.</param>
    public SpectralPreconditioner(NativeBuffer<double> rows, int order, double[] weights, double tail, double shift, WorkerTeam team)
    {
        (_rows, Order, _weights, _tail, Shift, _team) = (rows, order, weights, tail, shift, team);
        Rank = tail > 0 ? order : weights.Length;
    }

    /// <inheritdoc/>
    public int Order { get; }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <summary>Columns of U.</summary>
    public int Columns => _weights.Length;

    /// <inheritdoc/>
    public double Shift { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    /// <inheritdoc/>
    /// <remarks>4 n rank operations a vector; U is read twice for all vectors.</remarks>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results)
    {
        int count = Order == 0 ? 0 : vectors.Length / Order, rank = _weights.Length, order = Order;
        if (_coordinates.Length < count * rank) _coordinates = new double[count * rank];
        double[] coordinates = _coordinates;
        fixed (double* first = vectors, second = results)
        {
            double* x = first;
            double* y = second;
            double* rows = _rows.Pointer;
            _team.Run(rank, (_, row) =>
            {
                for (int q = 0; q < count; q++)
                {
                    double product = VectorArithmetic.Dot(new ReadOnlySpan<double>(rows + (long)row * order, order), new ReadOnlySpan<double>(x + (long)q * order, order));
                    coordinates[q * rank + row] = (_weights[row] - _tail) * product;
                }
            });
            _team.Run((order + ColumnsPerItem - 1) / ColumnsPerItem, (_, item) =>
            {
                int start = item * ColumnsPerItem, length = Math.Min(ColumnsPerItem, order - start);
                for (int q = 0; q < count; q++)
                {
                    var target = new Span<double>(y + (long)q * order + start, length);
                    target.Clear();
                    VectorArithmetic.AddScaled(_tail, new ReadOnlySpan<double>(x + (long)q * order + start, length), target);
                    for (int row = 0; row < rank; row++)
                        VectorArithmetic.AddScaled(coordinates[q * rank + row], new ReadOnlySpan<double>(rows + (long)row * order + start, length), target);
                }
            });
        }

        GC.KeepAlive(_rows);
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();
}
