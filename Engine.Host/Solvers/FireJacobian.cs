using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine;

/// <summary>The Jacobian J of the outputs by the weights at one point, in fp64, from the fire sets; never formed.</summary>
/// <remarks>
/// J has K n rows and m d columns: row (k, i) is v_ki (x) x_i with v_kir = s a_rk where r fires on i, else 0. Displacements stay in dual form. Products of rows
/// come from X X^T (dual; the fp32 matrix that the Gram matrix is made of, so J J^T here is exactly that one) or from the rows themselves (primal). Neurons
/// are worked through in at most 16 fixed parts with outputs of their own, added up in order: the same bits for any team size. An object
/// serves one caller at a time.
/// </remarks>
internal sealed unsafe partial class FireJacobian
{
    private const int MostParts = 16;

    private readonly NetworkCore _network;
    private readonly NeuronRange[] _ranges;
    private readonly FiredRows[] _fired;
    private readonly PackedRows _samples;
    private readonly KernelMatrix? _kernel;
    private readonly WorkerTeam _team;
    private readonly int _parts;
    private readonly double[][] _partial;
    private readonly int _outputs;
    private readonly double _scale;
    private readonly int _signStride;
    private readonly int _firstSign;
    private double[] _lanes = [];

    /// <summary>Refers to the fire sets of a point; they may be collected anew between products.</summary>
    /// <param name="network">Signs, scale and wiring.</param>
    /// <param name="fired">Fire sets, one element for each of the network's neuron ranges.</param>
    /// <param name="samples">X.</param>
    /// <param name="kernel">X X^T for the dual form; null for the primal one.</param>
    /// <param name="team">Who does the work.</param>
    /// <exception cref="ArgumentException">The fire sets are not those of the network's ranges.</exception>
    public FireJacobian(NetworkCore network, FiredRows[] fired, PackedRows samples, KernelMatrix? kernel, WorkerTeam team)
        : this(network, Cut(network, fired), fired, samples, kernel, team)
    {
    }

    private FireJacobian(NetworkCore network, NeuronRange[] ranges, FiredRows[] fired, PackedRows samples, KernelMatrix? kernel, WorkerTeam team)
    {
        (_network, _ranges, _fired, _samples, _kernel, _team) = (network, ranges, fired, samples, kernel, team);
        _parts = Math.Min(MostParts, _ranges.Length);
        _partial = new double[_parts][];
        (_outputs, _scale) = (network.Outputs, network.OutputScale);
        _signStride = network.Wiring == OutputWiring.Grouped ? 1 : network.Outputs;
    }

    private FireJacobian(FireJacobian whole, int[] items, int firstSign, double scale)
        : this(
            whole._network, [.. items.Select(item => whole._ranges[item] with { FirstOutput = 0, OutputCount = 1 })], [.. items.Select(item => whole._fired[item])],
            whole._samples, whole._kernel, whole._team) => (_outputs, _firstSign, _scale) = (1, firstSign, scale);

    /// <summary>The n rows of one output.</summary>
    /// <param name="output">k.</param>
    public FireJacobian Single(int output) => _network.Wiring == OutputWiring.Grouped
        ? new FireJacobian(this, [.. Enumerable.Range(0, _ranges.Length).Where(item => _ranges[item].FirstOutput == output)], firstSign: 0, _scale)
        : new FireJacobian(this, [.. Enumerable.Range(0, _ranges.Length)], firstSign: output, _scale);

    /// <summary>A J of n rows whose J J^T is the mean of those of all outputs: every neuron feeds one output, at the scale m^(-1/2).</summary>
    public FireJacobian Pooled() => new(this, [.. Enumerable.Range(0, _ranges.Length)], firstSign: 0, 1 / Math.Sqrt(_network.Width));

    /// <summary>n.</summary>
    public int Samples => _samples.Count;

    /// <summary>K n, rows of J.</summary>
    public int Rows => _outputs * Samples;

    /// <summary>Neuron ranges; <see cref="DualDisplacement"/> has one element for each.</summary>
    public IReadOnlyList<NeuronRange> Ranges => _ranges;

    /// <summary>Fire sets by range.</summary>
    public FiredRows[] Fired => _fired;

    /// <summary>J^T u.</summary>
    /// <param name="u">(K, n).</param>
    /// <returns>Coefficients on the fired pairs: row r of J^T u is sum_i c_ri x_i.</returns>
    /// <remarks>K operations a fired pair.</remarks>
    public DualDisplacement TransposedTimes(ReadOnlySpan<double> u)
    {
        RequireRows(u.Length, nameof(u));
        var values = new double[_ranges.Length][];
        for (int item = 0; item < values.Length; item++) values[item] = new double[_fired[item].Ids.Length];
        fixed (double* first = u)
        {
            double* vector = first;
            _team.Run(_ranges.Length, (_, item) =>
            {
                for (int local = 0; local < _fired[item].Count; local++)
                    Coefficients(item, local, vector, values[item].AsSpan()[_fired[item].Offsets[local]..]);
            });
        }

        return new DualDisplacement(_fired, values);
    }

    /// <summary>J v.</summary>
    /// <param name="displacement">v; its support may be the fire sets of another point.</param>
    /// <param name="result">(K, n).</param>
    /// <remarks>Dual: a product of the sizes of the neuron's support and fire set, summed over neurons; primal: d times the sum of those sizes.</remarks>
    public void Times(DualDisplacement displacement, Span<double> result)
    {
        RequireRows(result.Length, nameof(result));
        Accumulate(result, count: 1, (item, part, scratch) =>
        {
            FiredRows support = displacement.Support[item], fired = _fired[item];
            for (int local = 0; local < fired.Count; local++)
            {
                ReadOnlySpan<int> ids = Set(support, local), targets = Set(fired, local);
                if (ids.IsEmpty || targets.IsEmpty) continue;
                Span<double> products = scratch.Products(targets.Length);
                Products(ids, displacement.Values[item].AsSpan(support.Offsets[local], ids.Length), targets, products, scratch);
                Scatter(item, local, targets, products, part);
            }
        });
    }

    /// <summary>J J^T u for every row u.</summary>
    /// <param name="vectors">(count, K n).</param>
    /// <param name="results">(count, K n).</param>
    /// <remarks>
    /// The squared sizes of the fire sets, summed (dual), for up to eight vectors together; or d times the sum of the sizes for each (primal), which in
    /// vectors of 8 is the faster one unless the sets are small against d.
    /// </remarks>
    public void GramTimes(ReadOnlySpan<double> vectors, Span<double> results)
    {
        if (Rows == 0) return;
        RequireRows(vectors.Length % Rows == 0 ? Rows : vectors.Length, nameof(vectors));
        int count = vectors.Length / Rows, step = _kernel is null || count == 1 ? 1 : LaneCount;
        for (int first = 0; first < count; first += step)
        {
            int part = Math.Min(step, count - first);
            ReadOnlySpan<double> some = vectors.Slice(first * Rows, part * Rows);
            Span<double> target = results.Slice(first * Rows, part * Rows);
            if (part == 1) SingleGram(some, target);
            else LaneGram(some, target, part);
        }
    }

    /// <summary>&lt;v, w&gt; as m x d matrices, for displacements with one support.</summary>
    public double Inner(DualDisplacement left, DualDisplacement right)
    {
        var sums = new double[_ranges.Length];
        _team.Run(_ranges.Length, (_, item) =>
        {
            var scratch = new JacobianScratch(_samples.PaddedDimension);
            FiredRows first = left.Support[item], second = right.Support[item];
            for (int local = 0; local < first.Count; local++)
            {
                ReadOnlySpan<int> ids = Set(first, local), targets = Set(second, local);
                if (ids.IsEmpty || targets.IsEmpty) continue;
                Span<double> products = scratch.Products(targets.Length);
                Products(ids, left.Values[item].AsSpan(first.Offsets[local], ids.Length), targets, products, scratch);
                sums[item] += VectorArithmetic.Dot(products, right.Values[item].AsSpan(second.Offsets[local], targets.Length));
            }
        });
        return sums.Sum();
    }

    private void SingleGram(ReadOnlySpan<double> vector, Span<double> result)
    {
        fixed (double* first = vector)
        {
            double* u = first;
            Accumulate(result, count: 1, (item, part, scratch) =>
            {
                FiredRows fired = _fired[item];
                for (int local = 0; local < fired.Count; local++)
                {
                    ReadOnlySpan<int> ids = Set(fired, local);
                    if (ids.IsEmpty) continue;
                    Span<double> coefficients = scratch.Coefficients(ids.Length), products = scratch.Products(ids.Length);
                    Coefficients(item, local, u, coefficients);
                    Products(ids, coefficients, ids, products, scratch);
                    Scatter(item, local, ids, products, part);
                }
            });
        }
    }

    private static ReadOnlySpan<int> Set(FiredRows rows, int local) => rows.Ids[rows.Offsets[local]..rows.Offsets[local + 1]];

    private void RequireRows(int length, string name)
    {
        if (length != Rows) throw new ArgumentException($"length == K n does not hold: length={length}, K={_outputs}, n={Samples}.", name);
    }

    private static NeuronRange[] Cut(NetworkCore network, FiredRows[] fired)
    {
        NeuronRange[] ranges = NeuronRange.Cut(network.Width, network.Outputs, network.Wiring == OutputWiring.Grouped);
        if (fired.Length != ranges.Length) throw new ArgumentException($"fired.Length == ranges does not hold: fired.Length={fired.Length}, ranges={ranges.Length}.", nameof(fired));
        return ranges;
    }

    private void Accumulate(Span<double> result, int count, JacobianPass body)
    {
        int length = count * Rows;
        _team.Run(_parts, (_, p) =>
        {
            if (_partial[p] is null || _partial[p].Length < length) _partial[p] = new double[length];
            Span<double> part = _partial[p].AsSpan(0, length);
            part.Clear();
            var scratch = new JacobianScratch(_samples.PaddedDimension);
            int end = (int)((p + 1L) * _ranges.Length / _parts);
            for (int item = (int)((long)p * _ranges.Length / _parts); item < end; item++) body(item, part, scratch);
        });
        result[..length].Clear();
        for (int p = 0; p < _parts; p++)
        {
            for (int i = 0; i < length; i++) result[i] += _partial[p][i];
        }
    }

    private float* Sign(int item, int local) => _network.Signs.Pointer + (long)(_ranges[item].First + local) * _signStride + _firstSign;

    /// <summary>c_i = s sum_k a_rk u_ki over the fire set.</summary>
    private void Coefficients(int item, int local, double* u, Span<double> coefficients)
    {
        NeuronRange range = _ranges[item];
        float* sign = Sign(item, local);
        ReadOnlySpan<int> ids = Set(_fired[item], local);
        double scale = _scale;
        for (int e = 0; e < ids.Length; e++)
        {
            double sum = 0;
            for (int k = 0; k < range.OutputCount; k++) sum += sign[k] * u[(long)(range.FirstOutput + k) * Samples + ids[e]];
            coefficients[e] = scale * sum;
        }
    }

    private void Scatter(int item, int local, ReadOnlySpan<int> targets, ReadOnlySpan<double> products, Span<double> part)
    {
        NeuronRange range = _ranges[item];
        float* sign = Sign(item, local);
        double scale = _scale;
        for (int k = 0; k < range.OutputCount; k++)
        {
            Span<double> row = part.Slice((range.FirstOutput + k) * Samples, Samples);
            double factor = scale * sign[k];
            for (int e = 0; e < targets.Length; e++) row[targets[e]] += factor * products[e];
        }
    }

    /// <summary>products_i = &lt;sum_j c_j x_j, x_i&gt; for the targets i.</summary>
    private void Products(ReadOnlySpan<int> ids, ReadOnlySpan<double> coefficients, ReadOnlySpan<int> targets, Span<double> products, JacobianScratch scratch)
    {
        if (_kernel is { } kernel)
        {
            for (int e = 0; e < targets.Length; e++) products[e] = Gathered(kernel.Row(targets[e]), ids, coefficients);
            return;
        }

        Span<double> movement = scratch.Movement;
        movement.Clear();
        fixed (double* w = movement)
        {
            for (int e = 0; e < ids.Length; e++) AddRow(coefficients[e], _samples.Row(ids[e]), w, movement.Length);
            for (int e = 0; e < targets.Length; e++) products[e] = RowProduct(_samples.Row(targets[e]), w, movement.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Gathered(float* row, ReadOnlySpan<int> ids, ReadOnlySpan<double> coefficients)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int e = 0;
        for (; e <= ids.Length - 4; e += 4)
        {
            sum0 = Math.FusedMultiplyAdd(row[ids[e]], coefficients[e], sum0);
            sum1 = Math.FusedMultiplyAdd(row[ids[e + 1]], coefficients[e + 1], sum1);
            sum2 = Math.FusedMultiplyAdd(row[ids[e + 2]], coefficients[e + 2], sum2);
            sum3 = Math.FusedMultiplyAdd(row[ids[e + 3]], coefficients[e + 3], sum3);
        }

        for (; e < ids.Length; e++) sum0 = Math.FusedMultiplyAdd(row[ids[e]], coefficients[e], sum0);
        return sum0 + sum1 + (sum2 + sum3);
    }

    // Rows are padded with zeros to whole vectors of 16 floats.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(double c, float* row, double* w, int length)
    {
        Vector512<double> factor = Vector512.Create(c);
        for (int k = 0; k < length; k += 16)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(row + k));
            Vector512.FusedMultiplyAdd(factor, low, Vector512.Load(w + k)).Store(w + k);
            Vector512.FusedMultiplyAdd(factor, high, Vector512.Load(w + k + 8)).Store(w + k + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double RowProduct(float* row, double* w, int length)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        for (int k = 0; k < length; k += 16)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(row + k));
            sums = Vector512.FusedMultiplyAdd(high, Vector512.Load(w + k + 8), Vector512.FusedMultiplyAdd(low, Vector512.Load(w + k), sums));
        }

        return Vector512.Sum(sums);
    }
}
