using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>W += C^T H by fast rectangular multiplication: (m x n) (n x p), some panels of W at a time.</summary>
internal sealed unsafe class DenseFold : IDisposable
{
    private const int StripUnits = 8 * WeightPanel.Units;

    private readonly PanelWeights _weights;
    private readonly WorkerTeam _team;
    private readonly FastGemm _product;
    private readonly NativeBuffer<float> _inputs;
    private readonly NativeBuffer<float> _steps;
    private readonly NativeBuffer<float> _result;
    private readonly int _samples;
    private readonly int _width;
    private readonly int _units;
    private readonly int _stripUnits;

    /// <summary>Takes the memory, and H in dense form.</summary>
    /// <param name="weights">W.</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">H.</param>
    /// <param name="team">Who does the work.</param>
    public DenseFold(PanelWeights weights, int units, ActiveRows inputs, WorkerTeam team)
    {
        (_weights, _units, _team, _samples, _width) = (weights, units, team, inputs.Count, inputs.Width);
        _stripUnits = Math.Min(StripUnits, weights.Count * WeightPanel.Units);
        _product = new FastGemm(team);
        _inputs = new NativeBuffer<float>((long)_samples * _width);
        _steps = new NativeBuffer<float>((long)_samples * _stripUnits);
        _result = new NativeBuffer<float>((long)_width * _stripUnits);
        for (int j = 0; j < _samples; j++) Spread(inputs, j, 0, _width, _inputs.Pointer + (long)j * _width);
    }

    /// <summary>Scalar multiplications of all folds so far.</summary>
    public long Multiplications => _product.Multiplications;

    /// <summary>Bytes held for m units, p inputs and n samples, the workspace of products apart.</summary>
    public static long BytesFor(int units, int width, int samples) =>
        ((long)samples * width + (long)(samples + width) * Math.Min(StripUnits, WeightPanel.CountFor(units) * WeightPanel.Units)) * sizeof(float);

    /// <summary>W += C^T H. m n p multiplications, fewer where a scheme is used.</summary>
    /// <param name="steps">C, n rows over m units.</param>
    /// <param name="plan">How to multiply; null leaves that to <see cref="FastGemmPlan.For"/>.</param>
    public void Add(ActiveRows steps, FastGemmPlan? plan)
    {
        MatrixView h = new(_inputs, _samples, _width), c = new(_steps, _samples, _stripUnits), result = new(_result, _width, _stripUnits);
        for (int first = 0; first < _units; first += _stripUnits)
        {
            _steps.Slice(0, (int)_steps.Length).Clear();
            for (int j = 0; j < _samples; j++) Spread(steps, j, first, _stripUnits, _steps.Pointer + (long)j * _stripUnits);
            _product.Multiply(plan ?? FastGemmPlan.For(_width, _stripUnits, _samples), 1, h.Transposed, c, 0, result);
            int panel = first / WeightPanel.Units;
            _team.Run(Math.Min(_stripUnits / WeightPanel.Units, _weights.Count - panel), (_, item) => AddPanel(item, _weights.Panel(panel + item)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _product.Dispose();
        _inputs.Dispose();
        _steps.Dispose();
        _result.Dispose();
    }

    private static void Spread(ActiveRows rows, int row, int first, int count, float* dense)
    {
        ReadOnlySpan<int> ids = rows.Ids(row);
        for (int q = ActiveRows.FirstAtLeast(ids, first); q < ids.Length && ids[q] < first + count; q++) dense[ids[q] - first] = rows.Values(row)[q];
    }

    private void AddPanel(int item, float* weights)
    {
        float* result = _result.Pointer + item * WeightPanel.Units;
        for (int column = 0; column < _width; column++, result += _stripUnits, weights += WeightPanel.Units)
        {
            for (int unit = 0; unit < WeightPanel.Units; unit += Lanes.Width)
                (Vector512.Load(result + unit) + Vector512.LoadAligned(weights + unit)).StoreAligned(weights + unit);
        }
    }
}
