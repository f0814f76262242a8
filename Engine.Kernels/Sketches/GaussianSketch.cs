namespace Engine.Kernels;

/// <summary>Independent entries N(0, 1/s), drawn again at every call and never stored.</summary>
/// <remarks>
/// Entry (i, j) is s^(-1/2) times the normal number of <see cref="CounterRandom"/> element 32 (N ⌊i/32⌋ + j) + i mod 32. Cost of a batch: 2 n s N operations
/// and s N normal numbers, shared by panels of 32 rows. The products of up to 256 columns are one chain of fused multiply-adds each; chains
/// are added in order, and the scale comes last. A sparse vector is one chain over its non-zeros. For unit x, Var ||S x||² = 2/s; all of an
/// n-dimensional space keeps its norms up to √(n/s) + t with probability 1 - 2 exp(-s t²/2) (Davidson and Szarek, Theorem II.13).
/// </remarks>
public sealed unsafe class GaussianSketch : ISketch
{
    private const int PanelRows = TileProduct.PanelWidth;

    private readonly CounterRandom _random;
    private readonly ulong _firstElement;
    private readonly float _scale;
    private readonly BatchLaunch _launch;
    private readonly GaussianScratch[] _scratch;

    internal GaussianSketch(SketchDistribution distribution, RngState state, WorkerTeam team)
    {
        Rows = distribution.Rows;
        Columns = distribution.Columns;
        _random = state.Random;
        _firstElement = state.NextIndex;
        _scale = (float)(1 / Math.Sqrt(Rows));
        _launch = new BatchLaunch(team, ApplyPanel);
        _scratch = new GaussianScratch[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new GaussianScratch();
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public void Apply(VectorBatch vectors, Span<float> result) => _launch.Run(vectors, Columns, result, Rows, Panels);

    /// <inheritdoc/>
    void ISketch.Apply(BatchView vectors, float* result, long resultStride) => _launch.Run(vectors, default, result, resultStride, Panels);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GaussianScratch scratch in _scratch) scratch.Dispose();
    }

    private int Panels => (Rows - 1) / PanelRows + 1;

    internal static ulong RandomElements(SketchDistribution distribution) =>
        (ulong)((distribution.Rows - 1) / PanelRows + 1) * PanelRows * (uint)distribution.Columns;

    private void ApplyPanel(int worker, int panel)
    {
        BatchView vectors = _launch.Left;
        float* result = _launch.Result + panel * PanelRows;
        int width = Math.Min(PanelRows, Rows - panel * PanelRows);
        for (int i = 0; i < vectors.Count; i++) new Span<float>(result + i * _launch.ResultStride, width).Clear();
        if (vectors.IsSparse) AddSparse(vectors, panel, result, width, _scratch[worker]);
        else AddDense(vectors, panel, result, width, _scratch[worker]);
        for (int i = 0; i < vectors.Count; i++) ResultScale.Multiply(new Span<float>(result + i * _launch.ResultStride, width), _scale);
    }

    private void AddDense(BatchView vectors, int panel, float* result, int width, GaussianScratch scratch)
    {
        for (int column = 0; column < Columns; column += GaussianScratch.Columns)
        {
            int depth = Math.Min(GaussianScratch.Columns, Columns - column);
            _random.FillNormals(new Span<float>(scratch.Panel, depth * PanelRows), Element(panel, column));
            for (int i = 0; i < vectors.Count; i += TileProduct.TileRows)
            {
                int count = Math.Min(TileProduct.TileRows, vectors.Count - i);
                float* rows = vectors.Values(i) + column;
                long stride = vectors.Stride;
                if (count < TileProduct.TileRows)
                {
                    // The tile always reads 8 rows.
                    for (int r = 0; r < count; r++) new Span<float>(rows + r * stride, depth).CopyTo(new Span<float>(scratch.Row(r), depth));
                    rows = scratch.Row(0);
                    stride = GaussianScratch.Columns;
                }

                TileProduct.Multiply(rows, stride, scratch.Panel, panelCount: 1, depth, scratch.Tile, PanelRows);
                GaussianKernel.AddTile(scratch.Tile, count, width, result + i * _launch.ResultStride, _launch.ResultStride);
            }
        }
    }

    private void AddSparse(BatchView vectors, int panel, float* result, int width, GaussianScratch scratch)
    {
        for (int i = 0; i < vectors.Count; i++)
        {
            float* values = vectors.Values(i);
            int* ids = vectors.Ids(i);
            long stored = vectors.Stored(i);
            new Span<float>(scratch.Tile, PanelRows).Clear();
            for (long e = 0; e < stored; e++)
            {
                _random.FillNormals(new Span<float>(scratch.Panel, PanelRows), Element(panel, ids[e]));
                GaussianKernel.AddMultiple(values[e], scratch.Panel, scratch.Tile);
            }

            GaussianKernel.AddTile(scratch.Tile, 1, width, result + i * _launch.ResultStride, _launch.ResultStride);
        }
    }

    private ulong Element(int panel, int column) => _firstElement + PanelRows * ((ulong)(uint)panel * (uint)Columns + (uint)column);
}
