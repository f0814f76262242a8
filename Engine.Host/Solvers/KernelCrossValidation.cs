using Engine.Kernels;

namespace Engine;

/// <summary>Scores shifts and ridges by cross-validation on the infinite-width kernel: no network is built.</summary>
/// <remarks>
/// With A = H (H + mu)^-1 and alpha = (H + mu)^-1 y, sample i is off by (y - A y)_i / (1 - A_ii) = alpha_i / ((H + mu)^-1)_ii when it is left out (Allen 1974, the
/// same in Golub, Heath and Wahba 1979, who replace 1 - A_ii by its mean: n |alpha|^2 / (tr (H + mu)^-1)^2). Both come from one Cholesky factor a ridge.
/// Outputs share a ridge and their squares are added.
/// </remarks>
internal sealed class KernelCrossValidation : IDisposable
{
    private readonly double[] _targets;
    private readonly int _samples;
    private readonly int _outputs;
    private readonly bool _classes;
    private readonly WorkerTeam _team;
    private readonly Cholesky _cholesky;
    private readonly NativeBuffer<double> _kernel;
    private readonly NativeBuffer<double> _matrix;
    private readonly double[] _inverse;
    private readonly double[] _errors;

    /// <summary>Takes two n x n matrices.</summary>
    /// <param name="targets">(K, n), less what the network puts out untrained (zero in expectation).</param>
    /// <param name="samples">n, at least 1.</param>
    /// <param name="classes">Whether targets are -1 and +1, one output a class or a single one for two.</param>
    /// <param name="team">Who does the work; stays the caller's.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public KernelCrossValidation(double[] targets, int samples, bool classes, WorkerTeam team)
    {
        if (samples < 1 || targets.Length == 0 || targets.Length % samples != 0)
            throw new ArgumentException($"targets are (K, n) does not hold: targets.Length={targets.Length}, n={samples}.", nameof(targets));
        (_targets, _samples, _outputs, _classes, _team) = (targets, samples, targets.Length / samples, classes, team);
        _cholesky = new Cholesky(samples, team);
        _kernel = new NativeBuffer<double>((long)samples * samples);
        _matrix = new NativeBuffer<double>((long)samples * samples);
        _inverse = new double[samples];
        _errors = new double[targets.Length];
    }

    /// <summary>Scores one shift with every ridge.</summary>
    /// <param name="rows">Transformed samples, n of unit norm.</param>
    /// <param name="shift">b, in [0, 15].</param>
    /// <param name="relativeRidges">Ridges over the kernel's diagonal, above 0.</param>
    /// <returns>One row a ridge, in their order.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit or a number is out of range.</exception>
    /// <remarks>n^2 evaluations of the kernel, then n^3 / 3 operations for the factor and twice that for the diagonal of the inverse, a ridge.</remarks>
    public IReadOnlyList<CrossValidationRow> Score(PackedRows rows, double shift, IReadOnlyList<double> relativeRidges)
    {
        if (rows.Count != _samples) throw new ArgumentException($"rows are n does not hold: rows={rows.Count}, n={_samples}.", nameof(rows));
        foreach (double ridge in relativeRidges)
        {
            if (!(ridge > 0 && double.IsFinite(ridge))) throw new ArgumentException($"ridges are above 0 does not hold: {ridge}.", nameof(relativeRidges));
        }

        var kernel = new InfiniteWidthKernel(shift);
        kernel.FillLower(rows, _kernel, _samples, _team);
        return [.. relativeRidges.Select(ridge => Score(shift, ridge, ridge * kernel.Diagonal))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cholesky.Dispose();
        _kernel.Dispose();
        _matrix.Dispose();
    }

    private CrossValidationRow Score(double shift, double relative, double ridge)
    {
        var losses = new double[_samples];
        for (int i = 0; i < _samples; i++)
        {
            Span<double> row = _matrix.Slice((long)i * _samples, i + 1);
            _kernel.Slice((long)i * _samples, i + 1).CopyTo(row);
            row[i] += ridge;
        }

        if (_cholesky.Factor(_matrix, _samples).Status != FactorStatus.Success)
        {
            Array.Fill(losses, double.PositiveInfinity);
            return new CrossValidationRow(shift, relative, losses, double.PositiveInfinity, double.PositiveInfinity, _samples);
        }

        double trace = _cholesky.InverseDiagonal(_inverse), alphas = 0, errors = 0;
        _targets.CopyTo(_errors, 0);
        _cholesky.Solve(_errors);
        for (int i = 0; i < _errors.Length; i++)
        {
            alphas += _errors[i] * _errors[i];
            _errors[i] /= _inverse[i % _samples];
            errors += _errors[i] * _errors[i];
        }

        for (int i = 0; i < _samples; i++) losses[i] = _classes ? Mistake(i) : Square(i);
        return new CrossValidationRow(shift, relative, losses, errors / _samples, _samples * alphas / (trace * trace), _samples - ridge * trace);
    }

    private double Square(int sample)
    {
        double sum = 0;
        for (int i = sample; i < _errors.Length; i += _samples) sum += _errors[i] * _errors[i];
        return sum;
    }

    /// <summary>1 when the outputs left out, y - error, speak for another class than y, else 0; the rule of <see cref="TargetMeaning.ClassOf"/>.</summary>
    private double Mistake(int sample)
    {
        if (_outputs == 1) return _targets[sample] - _errors[sample] > 0 == _targets[sample] > 0 ? 0 : 1;
        double highest = double.NegativeInfinity, own = 0;
        for (int i = sample; i < _errors.Length; i += _samples)
        {
            double output = _targets[i] - _errors[i];
            if (_targets[i] > 0) own = output;
            else highest = Math.Max(highest, output);
        }

        return own > highest ? 0 : 1;
    }
}
