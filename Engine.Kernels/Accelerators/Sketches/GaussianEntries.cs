using ILGPU;

namespace Engine.Kernels;

/// <summary>The entries of a <see cref="GaussianSketch"/>: panels of 32 rows, column by column.</summary>
internal readonly struct GaussianEntries(RngState state, int rows, int columns)
{
    /// <summary>Rows of a panel: consecutive elements of the random sequence.</summary>
    public const int PanelRows = TileProduct.PanelWidth;

    private readonly ulong _first = state.NextIndex;

    /// <summary>s.</summary>
    public int Rows { get; } = rows;

    /// <summary>N.</summary>
    public int Columns { get; } = columns;

    /// <summary>The sequence.</summary>
    public CounterRandom Random { get; } = state.Random;

    /// <summary>Panels.</summary>
    public int Panels => (Rows - 1) / PanelRows + 1;

    /// <summary>Where the products of these entries go.</summary>
    public GaussianTarget Target(ArrayView<float> result, long stride, int count) => new(result, stride, Rows, count, (float)(1 / Math.Sqrt(Rows)));

    /// <summary>The element of the first row of a panel.</summary>
    public ulong Element(int panel, int column) => _first + PanelRows * ((ulong)(uint)panel * (uint)Columns + (uint)column);
}
